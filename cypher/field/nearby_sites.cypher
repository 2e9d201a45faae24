// Sites by distance of `this` from the nearest jurisdiction that they serve.
MATCH (node:Site)-[:SERVES]->(place)
WHERE node.status = 'CURRENT' OR ask.includeFormer
WITH ask, node, place, point.distance(place.location, this.location) / $metersPerMile AS miles
WHERE ask.withinMiles IS NULL OR miles <= ask.withinMiles
ORDER BY miles, place.key
WITH node, collect({miles: miles, jurisdiction: place})[0] AS edge
RETURN node, edge
