// 09 · Partners of a model
// Which kinds of partner occur at the sites that operate co-response?
CYPHER 25
MATCH (:ProgramModel {key: 'model:co-responder'})<-[:OPERATES]-(:Site)-[:PARTNERS_WITH]->(partner:PartnerAgency)
RETURN partner.kind AS kind, count(DISTINCT partner) AS partners
ORDER BY kind
