// What the lists of SIMILAR_TO were computed with, for their readers and for the next run; nothing is recorded of a
// run that another run has followed.
CYPHER 25
MATCH (g:Graph {key: 'graph', similarityRun: $run})
SET g.similarityParameters = $parameters,
  g.similarityHash = $hash,
  g.similarityLists = $lists,
  g.similarityEdges = COUNT { ()-[:SIMILAR_TO]->() },
  g.similarityBuiltAt = datetime($startedAt),
  g.similaritySeconds = $seconds
RETURN g.similarityEdges AS edges
