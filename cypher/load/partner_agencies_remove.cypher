// Deletes partner agencies that came by files and that no site's own row refers to.
CYPHER 25
UNWIND $keys AS key
MATCH (p:PartnerAgency {key: key})
WITH p, key, COUNT { (p)<-[r:PARTNERS_WITH]-() WHERE r.fromFile IS NULL } AS uses
FOREACH (_ IN CASE WHEN uses = 0 THEN [1] ELSE [] END | DETACH DELETE p)
RETURN key, uses
