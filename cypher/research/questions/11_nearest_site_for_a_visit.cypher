// 11 · Nearest for a visit
// What is the nearest site to Vinton County, OH, that operates co-response and has hosted visits?
CYPHER 25
MATCH (j:Jurisdiction {key: 'us-county:39163'})
MATCH (:ProgramModel {key: 'model:co-responder'})<-[:OPERATES]-(site:Site {status: 'CURRENT'})
WITH j, site, COLLECT {
  MATCH (site)<-[:ANSWERED_BY]-(request:Request {status: 'COMPLETED'})
  WHERE 'VISIT_HOSTED' IN request.assistanceTypes
  RETURN request
} AS visits
WHERE size(visits) > 0
MATCH (site)-[:SERVES]->(place)
WITH site, visits, place, point.distance(place.location, j.location) / 1609.344 AS miles ORDER BY miles, place.key
WITH site, visits, collect({name: place.name + ', ' + place.state, miles: miles})[0] AS nearest
RETURN site.name AS site, size(visits) AS visits, size([q IN visits WHERE q.synthetic]) AS synthetic, nearest.miles AS miles,
  nearest.name AS serves
ORDER BY miles LIMIT 3
