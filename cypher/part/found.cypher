// What a `part` of a search finds, with its reading: where all of the reading's parts find it.
CALL db.index.fulltext.queryNodes(part.index, part.text) YIELD node, score
WITH node, part.number AS number, sum(score) AS score, collect(part.reading) AS readings
WITH node, score, readings[0] AS reading, size(readings) AS parts
WHERE parts = reading.parts AND (reading.states IS NULL OR node.state IN reading.states)
  AND (reading.keys IS NULL OR node.key IN reading.keys)
