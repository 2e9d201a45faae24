// Takes a lease that is free; returns its holder, which is another process where it is not free.
// The first SET takes the node's write lock, so that the owner is read after every other claim.
CYPHER 25
MERGE (l:Lease {key: $key})
SET l.claims = coalesce(l.claims, 0) + 1
// One that ends later than a lease taken now was taken by a clock that has jumped back since: it would last too long.
WITH l, l.owner IS NULL OR l.owner = $owner OR l.expiresAt < datetime()
  OR l.expiresAt > datetime() + duration({seconds: $seconds + 60}) AS free
SET l += CASE WHEN free THEN {
  owner: $owner, host: $host, process: $process, since: datetime(), expiresAt: datetime() + duration({seconds: $seconds})
} ELSE {} END
RETURN free AS taken, l {.key, .owner, .host, .process, .since, until: l.expiresAt} AS holder
