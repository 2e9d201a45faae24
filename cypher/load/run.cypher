// The ledger: one node for each run of a loader over a source. It is not data: the version does not move.
CYPHER 25
CREATE (r:LoadRun {key: $key})
SET r += $facts, r.startedAt = datetime($startedAt)
