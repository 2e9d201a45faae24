// Takes away a batch of synthetic requests, and their part of the counters of load.
CYPHER 25
MATCH (q:Request {synthetic: true})
WITH q LIMIT $batch
CALL (q) {
  MATCH (q)-[a:ANSWERED_BY]->(s)
  MATCH (m:SiteMonth {key: s.key + '@' + a.matchedOn})
  SET m.matched = m.matched - 1
}
WITH q, COLLECT { MATCH (q)-[:FROM]->(j) RETURN j.key } AS keys
DETACH DELETE q
RETURN count(*) AS rows, reduce(all = [], found IN collect(keys) | all + found) AS touched
