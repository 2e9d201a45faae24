// Deletes agencies; nothing refers to them.
CYPHER 25
UNWIND $keys AS key
MATCH (a:LawEnforcementAgency {key: key})
DETACH DELETE a
RETURN key, 0 AS uses
