// Step 4: a count
// The sites that operate co-response, and how many requests each has answered
CYPHER 25
MATCH (site:Site)-[:OPERATES]->(model:ProgramModel {key: 'model:co-responder'})
OPTIONAL MATCH (site)<-[:ANSWERED_BY]-(request:Request)
RETURN site.name AS site, count(DISTINCT request) AS requests,
  count(DISTINCT CASE WHEN request.synthetic THEN request END) AS synthetic
ORDER BY requests DESC, site
