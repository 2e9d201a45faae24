// Takes sites away that files brought and that no request and no partner's file names.
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
  // Of what an operator told otherwise, the next load of the reference data brings our own row back.
  MERGE (g:Graph {key: 'graph'}) SET g.reference = null
}
RETURN key, uses
