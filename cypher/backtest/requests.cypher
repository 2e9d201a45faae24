// All requests with the keys of their related nodes: rows as a request log gives them.
CYPHER 25
MATCH (q:Request)
RETURN q.key AS key, properties(q) AS properties,
  COLLECT { MATCH (q)-[:FROM]->(j) RETURN j.key } AS jurisdictions,
  COLLECT { MATCH (q)-[:ABOUT]->(m) RETURN m.key } AS models,
  COLLECT { MATCH (q)-[:CONCERNS]->(t) RETURN t.key } AS topics,
  COLLECT { MATCH (q)-[a:ANSWERED_BY]->(s) RETURN {site: s.key, properties: properties(a)} } AS answers
ORDER BY key
