// Version and clock (milliseconds since 1970) of the server.
CYPHER 25
CALL dbms.components() YIELD name, versions, edition
WHERE name = 'Neo4j Kernel'
RETURN versions[0] AS version, edition, datetime.realtime().epochMillis AS clock
