CYPHER 25
MATCH (l:Lease {key: $key, owner: $owner})
REMOVE l.owner, l.expiresAt
