// A row of an operator's file takes precedence over one that comes with the program.
CYPHER 25
UNWIND $rows AS row
MERGE (n:ProgramModel {key: row.key})
WITH n, row, CASE
  WHEN n.fingerprint IS NULL THEN 'created'
  WHEN n.fingerprint = row.fingerprint OR (n.fromFile AND NOT row.fromFile) THEN 'unchanged'
  ELSE 'updated' END AS outcome
FOREACH (_ IN CASE WHEN outcome = 'unchanged' THEN [] ELSE [1] END |
  SET n = row.properties, n.fingerprint = row.fingerprint, n.fromFile = CASE WHEN row.fromFile THEN true END)
RETURN outcome, count(*) AS rows
