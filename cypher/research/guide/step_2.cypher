// Step 2: a relationship
// Every site, and the models that it operates
CYPHER 25
MATCH operates = (site:Site)-[:OPERATES]->(model:ProgramModel)
RETURN operates
