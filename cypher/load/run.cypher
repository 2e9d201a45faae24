// The ledger: one node for each run of a loader over a source. It is not data: the version stays, and `ledgerAt`
// says which answers about runs are out of date.
CYPHER 25
MERGE (r:LoadRun {key: $key})
SET r += $facts, r.startedAt = datetime($startedAt), r.notedAt = datetime()
MERGE (g:Graph {key: 'graph'})
SET g.ledgerAt = r.notedAt
