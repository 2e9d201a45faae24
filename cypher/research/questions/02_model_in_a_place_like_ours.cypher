// 02 · Model by setting
// Which sites run co-response in a place of at most 100,000 people, metropolitan or noncore?
CYPHER 25
MATCH (:ProgramModel {key: 'model:co-responder'})<-[:OPERATES]-(site:Site)-[:SERVES]->(place:Jurisdiction)
WHERE place.population <= 100000 AND place.urbanClass IN [0, 2, 4] // large metro, small metro, noncore
RETURN site.name AS site, site.status AS status, place.name AS place, place.kind AS kind,
  place.urbanClass AS urbanClass, place.population AS population
ORDER BY site, place
