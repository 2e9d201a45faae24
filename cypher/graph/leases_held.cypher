// Every lease that is held, also one that has expired.
CYPHER 25
MATCH (l:Lease) WHERE l.owner IS NOT NULL
RETURN l {.key, .owner, .host, .process, .since, until: l.expiresAt, lapsed: l.expiresAt < datetime()} AS holder
ORDER BY l.key
