// 06 · Demand by quarter
// How has the demand for each model changed by quarter?
CYPHER 25
MATCH (request:Request)
OPTIONAL MATCH (request)-[:ABOUT]->(model:ProgramModel)
WITH request.month / 3 AS quarter, model, count(request) AS requests,
  count(CASE WHEN request.synthetic THEN 1 END) AS synthetic
RETURN (quarter / 4) + '-Q' + (quarter % 4 + 1) AS quarter, requests, synthetic, model.name AS model
ORDER BY quarter, model
