// Setting a label that the node has takes its write lock until the transaction ends, and changes nothing.
CYPHER 25
MATCH (g:Graph {key: 'graph'})
SET g:Graph
