// What nodes of a label say, and what they are tied to, for the diff of a dry run. Ties that are computed, or those of
// all neighbors, are no part of a row.
CYPHER 25
UNWIND $keys AS key
MATCH (n:$($label) {key: key})
RETURN key, properties(n) AS properties,
  COLLECT { MATCH (n)-[r]->(m) WHERE NOT type(r) IN ['SIMILAR_TO', 'ADJACENT_TO', 'PART_OF', 'LOAD']
    RETURN [type(r), m.key] ORDER BY type(r), m.key } AS ties
