// 12 · Models together
// Which models occur together with CIT: a likely next step for an agency that has it alone?
CYPHER 25
MATCH (cit:ProgramModel {key: 'model:cit'})
MATCH (model:ProgramModel)
WHERE model <> cit
RETURN model.name AS model,
  COUNT { (model)<-[:OPERATES]-(site:Site {status: 'CURRENT'})-[:OPERATES]->(cit) } AS sites
ORDER BY sites DESC, model
