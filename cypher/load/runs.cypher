// One run of the ledger, or the last runs.
CYPHER 25
MATCH (r:LoadRun) WHERE $key IS NULL OR r.key = $key
RETURN r {.key, .source, .by, .file, .status, .problem, .read, .created, .updated, .deleted, .unchanged, .quarantined, .redacted, .line,
  .seconds, .version, startedAt: toString(r.startedAt)} AS run
ORDER BY r.startedAt DESC, r.key DESC LIMIT $last
