// The version of the data; with the moment of the ledger's last line it names the state of all that can be asked
// for: a run that changed no data is in the ledger all the same.
CYPHER 25
OPTIONAL MATCH (g:Graph {key: 'graph'})
RETURN coalesce(g.dataVersion, 0) AS version, toString(g.changedAt) AS changedAt, toString(g.ledgerAt) AS ledger
