CYPHER 25
MERGE (m:Migration {key: 'migration:' + $name})
ON CREATE SET m.name = $name, m.checksum = $checksum, m.appliedAt = datetime()
