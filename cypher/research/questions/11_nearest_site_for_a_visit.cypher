// 11 · What is the nearest site to Vinton County, OH, that operates co-response and has hosted visits?
CYPHER 25
MATCH (j:Jurisdiction {key: 'us-county:39163'})
MATCH (:ProgramModel {key: 'model:co-responder'})<-[:OPERATES]-(site:Site {status: 'CURRENT'})-[:SERVES]->(place)
WHERE EXISTS { (site)<-[:ANSWERED_BY]-(request:Request {status: 'COMPLETED'}) WHERE 'VISIT_HOSTED' IN request.assistanceTypes }
WITH site, place, point.distance(place.location, j.location) / 1609.344 AS miles ORDER BY miles, place.key
WITH site, collect({name: place.name + ', ' + place.state, miles: miles})[0] AS nearest
RETURN site.name AS site, nearest.name AS serves, nearest.miles AS miles
ORDER BY miles LIMIT 3
