// One request with the keys of its related nodes, as requests.cypher wrote it.
CYPHER 25
MATCH (q:Request {key: $key})
RETURN properties(q) AS properties,
  COLLECT { MATCH (q)-[:FROM]->(j) RETURN j.key } AS jurisdictions,
  COLLECT { MATCH (q)-[:ABOUT]->(m) RETURN m.key } AS models,
  COLLECT { MATCH (q)-[:CONCERNS]->(t) RETURN t.key } AS topics,
  COLLECT { MATCH (q)-[:ANSWERED_BY]->(s) RETURN s.key } AS sites
