// Deletes sites that came by files and that no request and no file of partners refers to.
CYPHER 25
UNWIND $keys AS key
MATCH (s:Site {key: key})
WITH s, key, COUNT { (s)<-[:ANSWERED_BY]-() } + COUNT { (s)-[r:PARTNERS_WITH]->() WHERE r.fromFile }
  + CASE WHEN s.fromFile THEN 0 ELSE 1 END AS uses
CALL (s, uses) {
  WITH s, uses WHERE uses = 0
  CALL (s) {
    OPTIONAL MATCH (s)-[:PARTNERS_WITH]->(p)
    WHERE p.fromFile IS NULL AND COUNT { (p)<-[:PARTNERS_WITH]-() } = 1
    DETACH DELETE p
  }
  CALL (s) { OPTIONAL MATCH (s)-[:LOAD]->(m:SiteMonth) DETACH DELETE m }
  CALL (s) { OPTIONAL MATCH (s)-[:CITED_IN]->(c:Source) WHERE COUNT { (c)<-[:CITED_IN]-() } = 1 DETACH DELETE c }
  DETACH DELETE s
  // The next load of the reference data writes our own row again, if there is one.
  MERGE (g:Graph {key: 'graph'}) SET g.reference = null
}
RETURN key, uses
