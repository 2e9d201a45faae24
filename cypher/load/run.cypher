// The ledger: one node for each run of a loader over a source. It is not data: the version does not move, but
// answers about runs are known to be old by `ledgerAt`.
CYPHER 25
MERGE (r:LoadRun {key: $key})
SET r += $facts, r.startedAt = datetime($startedAt), r.notedAt = datetime()
MERGE (g:Graph {key: 'graph'})
SET g.ledgerAt = r.notedAt
