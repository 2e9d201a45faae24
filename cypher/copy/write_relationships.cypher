CYPHER 25
UNWIND $rows AS row
MATCH (n) WHERE elementId(n) = row.source
MATCH (m) WHERE elementId(m) = row.target
CREATE (n)-[r:$($type)]->(m)
SET r = row.properties
