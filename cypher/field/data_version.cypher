// The version of the data; counts of a whole label come from Neo4j's count store.
OPTIONAL MATCH (g:Graph {key: 'graph'})
RETURN {
  version: coalesce(g.dataVersion, 0),
  changedAt: toString(g.changedAt),
  documentedSites: COUNT { (:Site {status: 'CURRENT'}) },
  currentSites: ask.currentSites,
  requests: COUNT { (:Request) },
  syntheticRequests: COUNT { (:SyntheticRequest) }
} AS answer
