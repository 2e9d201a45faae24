// Sample requests are loaded once; whoever removes them does not find them again.
CYPHER 25
MERGE (g:Graph {key: 'graph'})
SET g.sampleOffered = true
