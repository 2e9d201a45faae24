// Runs of the ledger are found by the content that they read; those from before are done.
CYPHER 25 CREATE RANGE INDEX load_run_digest IF NOT EXISTS FOR (n:LoadRun) ON (n.digest);
CYPHER 25 MATCH (r:LoadRun) WHERE r.status IS NULL
CALL (r) { SET r.status = 'DONE', r.quarantined = 0, r.read = r.created + r.updated + r.unchanged } IN TRANSACTIONS OF 5000 ROWS;
