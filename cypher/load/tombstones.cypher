// The deletions that are remembered of these keys. Mostly there are none at all.
CYPHER 25
UNWIND CASE WHEN EXISTS { (:Tombstone) } THEN $keys ELSE [] END AS key
MATCH (t:Tombstone {key: key})
RETURN t.key AS key, t.file AS file, t.deletedAt AS at, t.updatedAt AS updatedAt
