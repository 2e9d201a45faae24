// The line that the last run over a file of the same content reached, if it was not done.
CYPHER 25
MATCH (r:LoadRun {digest: $digest, source: $source})
WITH r ORDER BY r.startedAt DESC LIMIT 1
WHERE r.status <> 'DONE'
RETURN r.line AS line
