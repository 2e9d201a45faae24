// Deletes models and topics that came by files and that nothing uses; what comes with the program counts as used.
CYPHER 25
UNWIND $keys AS key
MATCH (n:ProgramModel|Topic {key: key})
WITH n, key, COUNT { (n)--() } + CASE WHEN n.fromFile THEN 0 ELSE 1 END AS uses
FOREACH (_ IN CASE WHEN uses = 0 THEN [1] ELSE [] END | DELETE n)
// The next load of the reference data writes our own row again, if there is one.
FOREACH (_ IN CASE WHEN uses = 0 THEN [1] ELSE [] END | MERGE (g:Graph {key: 'graph'}) SET g.reference = null)
RETURN key, uses
