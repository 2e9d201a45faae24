CYPHER 25
OPTIONAL MATCH (g:Graph {key: 'graph'})
RETURN coalesce(g.dataVersion, 0) AS version, toString(g.changedAt) AS changedAt
