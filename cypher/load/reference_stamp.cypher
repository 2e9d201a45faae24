// Remembers which reference files this graph holds, so that an unchanged start reads none of them.
CYPHER 25
MERGE (g:Graph {key: 'graph'})
SET g.reference = $stamp
