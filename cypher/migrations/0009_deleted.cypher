// Runs of the ledger say how much they deleted; those from before deleted nothing.
CYPHER 25 MATCH (r:LoadRun) WHERE r.deleted IS NULL
CALL (r) { SET r.deleted = 0 } IN TRANSACTIONS OF 5000 ROWS;
