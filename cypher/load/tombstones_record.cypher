// Remembers deletions, and forgets those of keys that a newer row has brought back. It is no change of data.
CYPHER 25
CALL () {
  UNWIND $deleted AS key
  MERGE (t:Tombstone {key: key})
  SET t.file = $file, t.deletedAt = datetime($at), t.updatedAt = $updated[key]
}
CALL () {
  UNWIND $returned AS key
  MATCH (t:Tombstone {key: key})
  DELETE t
}
