// Prolongs a lease that this owner holds still. One that has expired and that nobody has taken since is held still.
// The first SET takes the node's write lock, so that the owner is read after every other claim.
CYPHER 25
MATCH (l:Lease {key: $key})
SET l.claims = coalesce(l.claims, 0) + 1
WITH l WHERE l.owner = $owner
SET l.expiresAt = datetime() + duration({seconds: $seconds})
RETURN count(*) = 1 AS renewed
