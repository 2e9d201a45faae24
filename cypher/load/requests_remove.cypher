// Deletes requests, and their part of the counters of load.
CYPHER 25
UNWIND $keys AS key
MATCH (q:Request {key: key})
CALL (q) {
  MATCH (q)-[a:ANSWERED_BY]->(s)
  MATCH (m:SiteMonth {key: s.key + '@' + a.matchedOn})
  SET m.matched = m.matched - 1
}
WITH q, key, COLLECT { MATCH (q)-[:FROM]->(j) RETURN j.key } AS touched
DETACH DELETE q
RETURN key, 0 AS uses, touched
