// The last run over a file of the same content.
CYPHER 25
MATCH (r:LoadRun {digest: $digest, source: $source})
RETURN r.status AS status, r.file AS file, r.line AS line, r {.created, .updated, .unchanged, .quarantined} AS counts
ORDER BY r.startedAt DESC LIMIT 1
