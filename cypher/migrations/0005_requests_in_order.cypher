// Relationships hold what requests are sorted by: a site's or a jurisdiction's newest come out of an index.
CYPHER 25 CREATE RANGE INDEX answered_by_newest IF NOT EXISTS FOR ()-[r:ANSWERED_BY]-() ON (r.site, r.month, r.request);
CYPHER 25 CREATE RANGE INDEX from_newest IF NOT EXISTS FOR ()-[r:FROM]-() ON (r.jurisdiction, r.month, r.request);
CYPHER 25 MATCH (q:Request)-[r:ANSWERED_BY]->(s:Site)
CALL (q, r, s) { SET r.site = s.key, r.month = q.month, r.request = q.key } IN TRANSACTIONS OF 5000 ROWS;
CYPHER 25 MATCH (q:Request)-[r:FROM]->(j:Jurisdiction)
CALL (q, r, j) { SET r.jurisdiction = j.key, r.month = q.month, r.request = q.key } IN TRANSACTIONS OF 5000 ROWS;
