// The relationships of a copy without requests that begin at some nodes, by type: one record for each is read five times
// as fast as one for each relationship.
CYPHER 25
UNWIND $nodes AS id
MATCH (n) WHERE elementId(n) = id
MATCH (n)-[r:SERVES|OPERATES|SPECIALIZES_IN|PARTNERS_WITH|CITED_IN|LOCATED_IN|POLICES|PART_OF|ADJACENT_TO|SIMILAR_TO]->(m)
RETURN type(r) AS type, collect({source: id, target: elementId(m), properties: properties(r)}) AS rows
