// Agencies of the bundled list. What an operator's file says of an agency stays: the list fills in what it leaves open.
CYPHER 25
UNWIND $rows AS row
MERGE (a:LawEnforcementAgency {key: row.key})
WITH a, row, CASE
  WHEN a.listFingerprint IS NULL AND a.fingerprint IS NULL THEN 'created'
  WHEN a.listFingerprint = row.fingerprint THEN 'unchanged'
  ELSE 'updated' END AS outcome
CALL (a, row, outcome) {
  WITH a, row, outcome
  WHERE outcome <> 'unchanged'
  WITH a, row, CASE WHEN a.fingerprint IS NULL THEN {} ELSE a {.name, .state} END AS own,
    CASE WHEN a.fingerprint IS NOT NULL AND a.agencyType IS NOT NULL THEN a.agencyType
      ELSE row.properties.agencyType END AS agencyType
  SET a += row.properties, a += own, a.agencyType = agencyType, a.listFingerprint = row.fingerprint
  WITH a, row
  WHERE a.fingerprint IS NULL OR NOT EXISTS { (a)-[:POLICES]->() }
  CALL (a) { OPTIONAL MATCH (a)-[old:POLICES]->() DELETE old }
  UNWIND row.jurisdictions AS key
  MATCH (j:Jurisdiction {key: key})
  MERGE (a)-[:POLICES]->(j)
}
RETURN outcome, count(*) AS rows
