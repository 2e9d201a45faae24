// Takes models and topics away that files brought and nothing uses; what came with the program is used by it.
CYPHER 25
UNWIND $keys AS key
MATCH (n:ProgramModel|Topic {key: key})
WITH n, key, COUNT { (n)--() } + CASE WHEN n.fromFile THEN 0 ELSE 1 END AS uses
FOREACH (_ IN CASE WHEN uses = 0 THEN [1] ELSE [] END | DELETE n)
// Of what an operator told otherwise, the next load of the reference data brings our own row back.
FOREACH (_ IN CASE WHEN uses = 0 THEN [1] ELSE [] END | MERGE (g:Graph {key: 'graph'}) SET g.reference = null)
RETURN key, uses
