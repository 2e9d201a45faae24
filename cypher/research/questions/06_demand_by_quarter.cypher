// 6 · How has the demand for each model changed by quarter?
CYPHER 25
MATCH (request:Request)
OPTIONAL MATCH (request)-[:ABOUT]->(model:ProgramModel)
WITH request.month / 3 AS quarter, model, count(request) AS requests
RETURN (quarter / 4) + '-Q' + (quarter % 4 + 1) AS quarter, model.name AS model, requests
ORDER BY quarter, model
