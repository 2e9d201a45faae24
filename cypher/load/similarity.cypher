// The most similar others of a jurisdiction, as loaders/similarity/rebuild.py computed them; they replace the list.
// `features` is the stamp of what it was computed from. A neighbor is a list, which is quicker to send than a map.
// Rows of a run that another run has followed are skipped: their features may be out of date.
CYPHER 25
UNWIND $rows AS row
MATCH (:Graph {key: 'graph', similarityRun: row.run})
MATCH (n:Jurisdiction {key: row.key})
WITH n, row, CASE
  WHEN n.similarityFingerprint IS NULL THEN 'created'
  WHEN n.similarityFingerprint <> row.fingerprint THEN 'updated'
  WHEN COUNT { (n)-[:SIMILAR_TO]->() } <> size(row.neighbors) THEN 'updated'
  ELSE 'unchanged' END AS outcome
FOREACH (_ IN CASE WHEN n.similarityFeatures = row.features THEN [] ELSE [1] END |
  SET n.similarityFeatures = row.features)
CALL (n, row, outcome) {
  WITH n, row, outcome
  WHERE outcome <> 'unchanged'
  CALL (n) { OPTIONAL MATCH (n)-[old:SIMILAR_TO]->() DELETE old }
  SET n.similarityFingerprint = row.fingerprint, n.similarityCount = size(row.neighbors),
    n.similarityFloor = row.floor, n.similarityFloorInKind = row.floorInKind
  WITH n, row
  UNWIND row.neighbors AS near
  MATCH (other:Jurisdiction {key: near[0]})
  CREATE (n)-[:SIMILAR_TO {rank: near[1], rankInKind: near[2], score: near[3], size: near[4], density: near[5],
    setting: near[6], region: near[7], distance: near[8]}]->(other)
}
RETURN outcome, count(*) AS rows
