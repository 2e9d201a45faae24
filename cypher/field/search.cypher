// The nodes that a search finds, with a score: 1 where the text is the node's name (0.99 where it is the county's of
// a city and its county in one), 0.95 where it is that name in another spelling, 0.94 where it is the name of a county
// without its last word, or of a place of less than 1,000 people, 0.92 where the name begins with it, else less, by the
// score of Lucene. Agencies whose name is only like the text come after sites and places. Where the name of a state is
// only begun it is 0.9 at most.
// A ZIP code in the text finds its places whatever else is typed: the other words decide as above if they name the
// place, else it is 0.91 where they are the state and 0.9 otherwise. So all places of a ZIP code alone are equal, and so
// are the counties that have replaced the one of this name.
// `ask.parts` are those of all readings of the text (schema/planner/cypher/search_query.py), each a question to one
// full-text index. A node is found by a reading when each of the reading's parts finds it. Where the first
// parts find nothing, the `wider` ones are asked: they accept a second wrong letter in a long word and take Lucene several
// times as long.
CALL (ask) {
  UNWIND ask.parts AS part
  CALL db.index.fulltext.queryNodes(part.index, part.text) YIELD node, score
  WHERE (part.reading.states IS NULL OR node.state IN part.reading.states)
    AND (part.reading.keys IS NULL OR node.key IN part.reading.keys)
  RETURN collect({node: node, score: score, number: part.number, reading: part.reading}) AS found,
    count(CASE WHEN part.first THEN 1 END) AS telling
}
CALL (ask, telling) {
  UNWIND CASE WHEN telling = 0 AND any(part IN ask.parts WHERE part.wider <> part.text) THEN ask.parts ELSE [] END AS part
  CALL db.index.fulltext.queryNodes(part.index, coalesce(part.wider, part.text)) YIELD node, score
  WHERE (part.reading.states IS NULL OR node.state IN part.reading.states)
    AND (part.reading.keys IS NULL OR node.key IN part.reading.keys)
  RETURN collect({node: node, score: score, number: part.number, reading: part.reading}) AS wider
}
UNWIND CASE telling WHEN 0 THEN wider ELSE found END AS each
WITH each.node AS node, sum(each.score) AS score, each.number AS number, collect(each.reading) AS readings
WITH node, score, readings[0] AS reading, size(readings) AS parts
WHERE parts = reading.parts
UNWIND CASE WHEN node.countyName IS NULL THEN [node.name] ELSE [node.name, node.countyName] END AS name
WITH *, normalize(name, NFKD) AS plain
WITH *, plain =~ reading.name + '.*' AS begins
WITH node, reading, CASE
    WHEN reading.name IS NULL THEN CASE WHEN reading.states IS NULL THEN 0.9 ELSE 0.91 END
    WHEN normalize(name) = reading.text THEN CASE name WHEN node.name THEN 1.0 ELSE 0.99 END
    WHEN NOT begins THEN CASE WHEN node:LawEnforcementAgency THEN 0.1 ELSE 0.9 END * score / (score + 10)
    WHEN size(name) <= reading.longest AND plain =~ reading.name
      THEN CASE WHEN node.kind = 'PLACE' AND node.population < 1000 THEN 0.94 ELSE 0.95 END
    WHEN node.kind = 'COUNTY' AND plain =~ reading.name
        + '(county|parish|borough|census area|municipality|municipio|planning region)' THEN 0.94
    ELSE 0.92
  END AS score
WITH node, max(CASE WHEN reading.begun AND score > 0.9 THEN 0.9 ELSE score END) AS score
RETURN node, score
