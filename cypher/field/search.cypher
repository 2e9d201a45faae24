// Nodes that a search finds, and how well: 1 where the text is the node's name as it stands, 0.95 where it is that
// name in another writing, else less, by the score of Lucene.
// `ask` holds the readings of the text (schema/planner/search_query.py). A node is found by a reading when
// each of its parts finds it, every part being a question to one full-text index.
UNWIND ask AS reading
CALL (reading) {
  UNWIND reading.parts AS part
  CALL db.index.fulltext.queryNodes(part.index, part.text) YIELD node, score
  WITH node, sum(score) AS score, count(*) AS parts
  WHERE parts = size(reading.parts) AND (reading.state IS NULL OR node.state = reading.state)
  RETURN node, CASE
      WHEN normalize(node.name) = reading.text THEN 1.0
      WHEN size(node.name) <= reading.longest AND normalize(node.name, NFKD) =~ reading.name THEN 0.95
      ELSE 0.9 * score / (score + 10)
    END AS score
}
WITH node, max(score) AS score
RETURN node, score
