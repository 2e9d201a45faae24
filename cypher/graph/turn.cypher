// The version of the data, and whether deletions are remembered. Setting a label that the node has takes its write lock
// until the transaction ends, and changes nothing; so the version stays what it is until then.
CYPHER 25
MATCH (g:Graph {key: 'graph'})
SET g:Graph
RETURN g.dataVersion AS version, EXISTS { (:Tombstone) } AS deletions
