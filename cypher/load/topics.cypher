CYPHER 25
UNWIND $rows AS row
MERGE (n:Topic {key: row.key})
WITH n, row, CASE
  WHEN n.fingerprint IS NULL THEN 'created'
  WHEN n.fingerprint <> row.fingerprint THEN 'updated'
  ELSE 'unchanged' END AS outcome
FOREACH (_ IN CASE WHEN outcome = 'unchanged' THEN [] ELSE [1] END |
  SET n = row.properties, n.fingerprint = row.fingerprint)
RETURN outcome, count(*) AS rows
