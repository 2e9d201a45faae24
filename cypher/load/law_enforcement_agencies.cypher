// Agencies; a row of an older year than the graph has changes nothing. Properties that a row lacks stay, except the
// numbers of a year, which are replaced together.
CYPHER 25
UNWIND $rows AS row
MERGE (a:LawEnforcementAgency {key: row.key})
WITH a, row, CASE
  WHEN a.fingerprint IS NULL THEN CASE WHEN a.listFingerprint IS NULL THEN 'created' ELSE 'updated' END
  WHEN a.fingerprint = row.fingerprint THEN 'unchanged'
  WHEN a.year > row.year THEN 'unchanged'
  ELSE 'updated' END AS outcome
CALL (a, row, outcome) {
  WITH a, row, outcome
  WHERE outcome <> 'unchanged'
  SET a += row.properties, a += row.numbers, a.fingerprint = row.fingerprint
  WITH a, row
  WHERE size(row.jurisdictions) > 0
  CALL (a) { OPTIONAL MATCH (a)-[old:POLICES]->() DELETE old }
  UNWIND row.jurisdictions AS key
  MATCH (j:Jurisdiction {key: key})
  MERGE (a)-[:POLICES]->(j)
}
RETURN outcome, count(*) AS rows
