// Sample requests are loaded once: when somebody has removed them they do not come back.
CYPHER 25
MERGE (g:Graph {key: 'graph'})
SET g.sampleOffered = true
