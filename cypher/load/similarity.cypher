// The most similar others of a jurisdiction, computed by loaders/similarity.py; a list is replaced whole.
CYPHER 25
UNWIND $rows AS row
MATCH (n:Jurisdiction {key: row.key})
WITH n, row, CASE
  WHEN n.similarityFingerprint IS NULL THEN 'created'
  WHEN n.similarityFingerprint <> row.fingerprint THEN 'updated'
  ELSE 'unchanged' END AS outcome
CALL (n, row, outcome) {
  WITH n, row, outcome
  WHERE outcome <> 'unchanged'
  CALL (n) { OPTIONAL MATCH (n)-[old:SIMILAR_TO]->() DELETE old }
  SET n.similarityFingerprint = row.fingerprint, n.similarityFloor = row.floor
  WITH n, row
  UNWIND row.neighbors AS neighbor
  MATCH (other:Jurisdiction {key: neighbor.key})
  CREATE (n)-[s:SIMILAR_TO]->(other)
  SET s = neighbor.properties
}
RETURN outcome, count(*) AS rows
