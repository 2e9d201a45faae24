// The jurisdictions that files have made, as the resolver needs them.
CYPHER 25
MATCH (n:Jurisdiction)
WHERE n.kind IN ['CAMPUS', 'REGION', 'TOWNSHIP', 'TRIBE'] AND n.fromFile
RETURN n {.key, .kind, .name, .state, .states, .otherNames, .population, .populationYear, .division, .censusRegion, .county,
  .counties, .cbsa, .urbanClass, .logPopulation, .density, .logDensity, latitude: n.location.latitude,
  longitude: n.location.longitude} AS jurisdiction
ORDER BY n.key
