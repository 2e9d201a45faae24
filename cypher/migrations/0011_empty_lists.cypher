// neo4j-admin imports no empty list (loaders/export/): where a request wanted no kind of help by name, it left the
// property out.
CYPHER 25 MATCH (q:Request) WHERE q.assistanceTypes IS NULL
CALL (q) { SET q.assistanceTypes = [] } IN TRANSACTIONS OF 5000 ROWS;
CYPHER 25 MATCH (:Request)-[r:ANSWERED_BY]->(:Site) WHERE r.assistanceTypes IS NULL
CALL (r) { SET r.assistanceTypes = [] } IN TRANSACTIONS OF 5000 ROWS;
