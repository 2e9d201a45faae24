// What similarity rests on, and what stands of it: one record.
CYPHER 25
RETURN
  COLLECT {
    MATCH (n:Jurisdiction)
    RETURN {
      key: n.key,
      kind: n.kind,
      state: n.state,
      division: n.division,
      census_region: n.censusRegion,
      log_population: n.logPopulation,
      log_density: n.logDensity,
      urban_class: n.urbanClass,
      county: n.county,
      members: coalesce(n.counties, []),
      latitude: n.location.latitude,
      longitude: n.location.longitude
    }
  } AS jurisdictions,
  COLLECT { MATCH (a:Jurisdiction)-[:ADJACENT_TO]->(b:Jurisdiction) RETURN [a.key, b.key] } AS adjacency,
  COLLECT {
    MATCH (n:Jurisdiction)
    WHERE n.similarityFingerprint IS NOT NULL
    RETURN [n.key, n.similarityFeatures, n.similarityFingerprint, n.similarityFloor, n.similarityFloorInKind]
  } AS lists,
  COUNT { ()-[:SIMILAR_TO]->() } AS edges,
  COLLECT { MATCH (g:Graph {key: 'graph'}) RETURN [g.similarityHash, g.similarityEdges] }[0] AS recorded
