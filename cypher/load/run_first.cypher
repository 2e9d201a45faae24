// When a file of this content came for the first time.
CYPHER 25
MATCH (r:LoadRun {digest: $digest, source: $source})
RETURN min(r.startedAt) AS at
