// Records which reference data this graph holds, so that an unchanged start does not read the files.
CYPHER 25
MERGE (g:Graph {key: 'graph'})
SET g.reference = $stamp
