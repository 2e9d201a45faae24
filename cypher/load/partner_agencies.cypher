// A partner agency with its sites; relationships from a site's own row stay as they are.
CYPHER 25
UNWIND $rows AS row
MERGE (p:PartnerAgency {key: row.key})
WITH p, row, CASE
  WHEN p.name IS NULL THEN 'created'
  WHEN p.fingerprint = row.fingerprint THEN 'unchanged'
  ELSE 'updated' END AS outcome
CALL (p, row, outcome) {
  WITH p, row, outcome
  WHERE outcome <> 'unchanged'
  SET p += row.properties, p.fingerprint = row.fingerprint, p.fromFile = true
  WITH p, row
  CALL (p) { OPTIONAL MATCH (p)-[old:LOCATED_IN]->() DELETE old }
  CALL (p) { OPTIONAL MATCH (p)<-[old:PARTNERS_WITH {fromFile: true}]-() DELETE old }
  CALL (p, row) {
    MATCH (j:Jurisdiction {key: row.jurisdiction})
    MERGE (p)-[:LOCATED_IN]->(j)
  }
  CALL (p, row) {
    UNWIND row.sites AS key
    MATCH (s:Site {key: key})
    MERGE (s)-[r:PARTNERS_WITH]->(p)
    ON CREATE SET r.fromFile = true
  }
}
RETURN outcome, count(*) AS rows
