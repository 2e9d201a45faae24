// The features that similarity compares, and the lists that are stored: one record.
CYPHER 25
RETURN
  COLLECT {
    MATCH (n:Jurisdiction)
    RETURN {
      //: part/features
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
