// The deletions that are remembered of these keys.
CYPHER 25
UNWIND $keys AS key
MATCH (t:Tombstone {key: key})
RETURN t.key AS key, t.file AS file, t.deletedAt AS at, t.updatedAt AS updatedAt
