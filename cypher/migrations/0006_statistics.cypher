// Days to a match are filtered by. Every request gets a random number: the counts that readers see of the
// requests that have it are rounded by it (docs/decisions/small-counts.md).
CYPHER 25 CREATE RANGE INDEX request_days_to_match IF NOT EXISTS FOR (n:Request) ON (n.daysToMatch);
CYPHER 25 MATCH (q:Request) WHERE q.recordKey IS NULL
CALL (q) { SET q.recordKey = toInteger(rand() * 2147483647) } IN TRANSACTIONS OF 5000 ROWS;
