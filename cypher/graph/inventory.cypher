CYPHER 25
RETURN
  COUNT { (n) } AS total,
  COLLECT { MATCH (n) UNWIND labels(n) AS label WITH label, count(*) AS nodes RETURN [label, nodes] } AS nodes,
  COLLECT { MATCH ()-[r]->() WITH type(r) AS type, count(*) AS relationships RETURN [type, relationships] }
    AS relationships
