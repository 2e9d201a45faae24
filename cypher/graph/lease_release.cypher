// Ends a lease that this owner holds; another one's stays. Returns whether it was held.
CYPHER 25
MATCH (l:Lease {key: $key, owner: $owner})
REMOVE l.owner, l.expiresAt, l.host, l.process, l.since
RETURN count(*) = 1 AS released
