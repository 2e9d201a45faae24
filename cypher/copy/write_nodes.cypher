CYPHER 25
UNWIND $rows AS row
CREATE (n:$(row.labels))
SET n = row.properties
RETURN row.id AS old, elementId(n) AS new
