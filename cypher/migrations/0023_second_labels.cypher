// A former site and a synthetic request have a second label, by which Neo4j Browser draws them apart.
CYPHER 25 MATCH (s:Site {status: 'FORMER'}) SET s:FormerSite;
CYPHER 25 MATCH (q:Request {synthetic: true})
CALL (q) { SET q:SyntheticRequest } IN TRANSACTIONS OF 5000 ROWS;
// As in 0014, no log has to be loaded again.
CYPHER 25 MATCH (q:Request) WHERE q.fingerprint ENDS WITH '-b070c969'
CALL (q) { SET q.fingerprint = split(q.fingerprint, '-')[0] + '-5bb142a0' } IN TRANSACTIONS OF 5000 ROWS;
