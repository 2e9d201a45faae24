CYPHER 25
SHOW CONSTRAINTS YIELD createStatement
RETURN createStatement AS text
