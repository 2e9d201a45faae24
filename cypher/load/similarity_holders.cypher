// Jurisdictions whose list holds a changed jurisdiction, or lacks a relationship.
CYPHER 25
MATCH (n:Jurisdiction)-[:SIMILAR_TO]->(changed:Jurisdiction)
WHERE changed.key IN $keys
RETURN n.key AS key
UNION
MATCH (n:Jurisdiction)
WHERE n.similarityCount <> COUNT { (n)-[:SIMILAR_TO]->() }
RETURN n.key AS key
