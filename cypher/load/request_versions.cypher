// When these requests were last changed where they come from, as far as their rows said so.
CYPHER 25
UNWIND $keys AS key
MATCH (q:Request {key: key})
WHERE q.updatedAt IS NOT NULL
RETURN key, q.updatedAt AS updatedAt
