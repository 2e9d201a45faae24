// A jurisdiction with its parents (place → county → state) and, for a region, its member counties.
CYPHER 25
UNWIND $rows AS row
MERGE (n:Jurisdiction {key: row.key})
WITH n, row, CASE
  WHEN n.fingerprint IS NULL THEN 'created'
  WHEN n.fingerprint <> row.fingerprint THEN 'updated'
  ELSE 'unchanged' END AS outcome
CALL (n, row, outcome) {
  WITH n, row, outcome
  WHERE outcome <> 'unchanged'
  SET n += row.properties, n.fingerprint = row.fingerprint
  WITH n, row
  CALL (n) { OPTIONAL MATCH (n)-[old:PART_OF]->(p) WHERE p.kind <> 'REGION' DELETE old }
  CALL (n, row) {
    UNWIND row.partOf AS parent
    MATCH (p:Jurisdiction {key: parent})
    MERGE (n)-[:PART_OF]->(p)
  }
  CALL (n, row) {
    UNWIND row.members AS member
    MATCH (m:Jurisdiction {key: member})
    MERGE (m)-[:PART_OF]->(n)
  }
}
RETURN outcome, count(*) AS rows
