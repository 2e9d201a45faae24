// 03 · Requests like ours
// Which past requests look like ours (a county of 6,500 to 26,000 people asks for co-response), and who answered how?
CYPHER 25
MATCH (county:Jurisdiction {kind: 'COUNTY'})<-[:FROM]-(request:Request)-[:ABOUT]->(:ProgramModel {key: 'model:co-responder'})
WHERE 6500 <= county.population <= 26000
WITH DISTINCT request
OPTIONAL MATCH (request)-[answer:ANSWERED_BY]->(site:Site)
RETURN request.key AS request, request.monthText AS month, request.synthetic AS synthetic, site.name AS site,
  answer.assistanceTypes AS assistance, answer.outcome AS outcome
ORDER BY month DESC, request DESC, site
