// Runs in the transaction that changed data, and only then.
CYPHER 25
MERGE (g:Graph {key: 'graph'})
SET g.dataVersion = coalesce(g.dataVersion, 0) + 1, g.changedAt = datetime()
RETURN g.dataVersion AS version
