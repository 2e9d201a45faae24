CYPHER 25
OPTIONAL MATCH (g:Graph {key: 'graph'})
RETURN g.reference AS reference, coalesce(g.sampleOffered, false) AS sampleOffered
