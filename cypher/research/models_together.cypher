// Models together
// Models that occur together at current sites
CYPHER 25
MATCH (one:ProgramModel)<-[:OPERATES]-(site:Site {status: 'CURRENT'})-[:OPERATES]->(other:ProgramModel)
WHERE one.name < other.name
RETURN one.name AS model, other.name AS `together with`, count(site) AS sites, collect(site.name) AS where
ORDER BY sites DESC, model, `together with`
LIMIT 25
