// Those of the keys that a node of the label has, or that were deleted on purpose.
CYPHER 25
UNWIND $keys AS key
WITH key
WHERE EXISTS { (:$($label) {key: key}) } OR EXISTS { (:Tombstone {key: key}) }
RETURN key
