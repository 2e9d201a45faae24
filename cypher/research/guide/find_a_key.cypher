// Find a key
// Jurisdictions whose names begin with Vinton
CYPHER 25
MATCH (place:Jurisdiction)
WHERE place.name STARTS WITH 'Vinton'
RETURN place.key AS key, place.name AS name, place.state AS state, place.kind AS kind, place.population AS people
ORDER BY people DESC, key
