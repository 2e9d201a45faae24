// The first SET takes the node's write lock, so that the owner is read after every other claim.
CYPHER 25
MERGE (l:Lease {key: $key})
SET l.claims = coalesce(l.claims, 0) + 1
// One that ends later than a lease taken now was taken by a clock that has jumped back since: it would last too long.
WITH l, l.owner IS NULL OR l.owner = $owner OR l.expiresAt < datetime()
  OR l.expiresAt > datetime() + duration({seconds: $seconds + 60}) AS free
SET l.owner = CASE WHEN free THEN $owner ELSE l.owner END,
    l.expiresAt = CASE WHEN free THEN datetime() + duration({seconds: $seconds}) ELSE l.expiresAt END
RETURN free AS taken
