// Step 3: a condition
// The sites that operate co-response
CYPHER 25
MATCH (site:Site)-[:OPERATES]->(model:ProgramModel {key: 'model:co-responder'})
RETURN site.name AS site, site.status AS status, site.state AS state
ORDER BY site
