// The nodes of a copy without requests, and of each all properties but those that follow from requests. A label that is not
// named here stays out: Request, SiteMonth, LoadRun, Tombstone, Lease.
CYPHER 25
MATCH (n:Site|Jurisdiction|ProgramModel|Topic|PartnerAgency|LawEnforcementAgency|Source|Migration)
RETURN elementId(n) AS id, [label IN labels(n) WHERE label <> 'Requester'] AS labels,
  n {.*, firstAnswered: null, firstAnsweredText: null} AS properties
UNION ALL
MATCH (n:Graph)
RETURN elementId(n) AS id, labels(n) AS labels,
  n {.key, .dataVersion, .changedAt, .reference, .similarityParameters, .similarityHash, .similarityLists,
    .similarityEdges, .similarityBuiltAt, .similaritySeconds} AS properties
