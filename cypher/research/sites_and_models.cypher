// Sites and models
// Sites and the models they operate
CYPHER 25
MATCH operates = (:Site)-[:OPERATES]->(:ProgramModel)
RETURN operates
