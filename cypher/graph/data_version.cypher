// The version of the data; with the number of runs it names the state of all that can be asked for: a run that
// changed no data is in the ledger all the same. The count of a label comes from Neo4j's count store.
CYPHER 25
OPTIONAL MATCH (g:Graph {key: 'graph'})
RETURN coalesce(g.dataVersion, 0) AS version, toString(g.changedAt) AS changedAt, COUNT { (:LoadRun) } AS runs
