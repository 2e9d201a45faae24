// 14 · Who came back
// Who came back four times or more, for what, and along which path of topics?
CYPHER 25
MATCH (who:Requester)<-[:FROM]-(request:Request)
WITH who, request, COLLECT { MATCH (request)-[:CONCERNS]->(topic) RETURN topic.key ORDER BY topic.key } AS topics
ORDER BY request.month, request.key
WITH who, collect({request: request.key, month: request.monthText, topics: topics, synthetic: request.synthetic}) AS path
WHERE size(path) >= 4
RETURN who.key AS requester, size(path) AS requests, size([step IN path WHERE step.synthetic]) AS synthetic, path
ORDER BY requests DESC, requester
