// A fingerprint now ends in a hash of the statement that wrote its row, so that a changed statement writes it again.
// The statements of this release make of each row what those before it made: nothing has to be loaded again.
// `logged` is called `fileFingerprint`.
CYPHER 25 MATCH (q:Request) WHERE q.logged IS NOT NULL
CALL (q) { SET q.fileFingerprint = q.logged, q.logged = null } IN TRANSACTIONS OF 5000 ROWS;
CYPHER 25 MATCH (n:Request) WHERE NOT n.fingerprint CONTAINS '-'
CALL (n) { SET n.fingerprint = n.fingerprint + '-b7ab5de7' } IN TRANSACTIONS OF 5000 ROWS;
CYPHER 25 MATCH (n:Jurisdiction) WHERE NOT n.fingerprint CONTAINS '-'
CALL (n) { SET n.fingerprint = n.fingerprint + '-fe268e27' } IN TRANSACTIONS OF 5000 ROWS;
CYPHER 25 MATCH (n:LawEnforcementAgency) WHERE NOT n.fingerprint CONTAINS '-'
CALL (n) { SET n.fingerprint = n.fingerprint + '-05c60247' } IN TRANSACTIONS OF 5000 ROWS;
CYPHER 25 MATCH (n:Site) WHERE NOT n.fingerprint CONTAINS '-' SET n.fingerprint = n.fingerprint + '-19593de4';
CYPHER 25 MATCH (n:PartnerAgency) WHERE NOT n.fingerprint CONTAINS '-' SET n.fingerprint = n.fingerprint + '-d1e803fc';
CYPHER 25 MATCH (n:ProgramModel) WHERE NOT n.fingerprint CONTAINS '-' SET n.fingerprint = n.fingerprint + '-e4f8c7ba';
CYPHER 25 MATCH (n:Topic) WHERE NOT n.fingerprint CONTAINS '-' SET n.fingerprint = n.fingerprint + '-b26bd512';
