// Requests by state: how many, how many answered, by how many sites
CYPHER 25
MATCH (request:Request)
OPTIONAL MATCH (request)-[:ANSWERED_BY]->(site:Site)
RETURN request.state AS state, count(DISTINCT request) AS requests,
  count(DISTINCT CASE WHEN site IS NOT NULL THEN request END) AS answered, count(DISTINCT site) AS sites,
  count(DISTINCT CASE WHEN request.synthetic THEN request END) AS synthetic
ORDER BY requests DESC, state
