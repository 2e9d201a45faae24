// 04 · Models in demand
// Which models did counties like ours (6,500 to 26,000 people) ask about, and how many current sites in counties operate them?
CYPHER 25
MATCH (model:ProgramModel)
WITH model, COLLECT {
  MATCH (model)<-[:ABOUT]-(request:Request)
  WHERE EXISTS { (request)-[:FROM]->(n {kind: 'COUNTY'}) WHERE 6500 <= n.population <= 26000 }
  RETURN request
} AS asked
RETURN model.name AS model, size(asked) AS requests, size([q IN asked WHERE q.synthetic]) AS synthetic,
  COUNT { MATCH (model)<-[:OPERATES]-(site:Site {status: 'CURRENT'})
    WHERE EXISTS { (site)-[:SERVES]->({kind: 'COUNTY'}) } RETURN site } AS sites
ORDER BY requests DESC, model
