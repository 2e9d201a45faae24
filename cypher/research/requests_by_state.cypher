// Requests by state
// Requests by state: how many, how many answered, by how many sites
CYPHER 25
MATCH (request:Request)
OPTIONAL MATCH (request)-[:ANSWERED_BY]->(site:Site)
RETURN request.state AS state, count(DISTINCT request) AS requests,
  count(DISTINCT CASE WHEN request.synthetic THEN request END) AS synthetic,
  count(DISTINCT CASE WHEN site IS NOT NULL THEN request END) AS answered, count(DISTINCT site) AS sites
ORDER BY requests DESC, state
