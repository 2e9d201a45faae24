// The names of program models and topics, which a log may use instead of their keys.
CYPHER 25
MATCH (n:ProgramModel|Topic)
RETURN n.key AS key, n.name AS name ORDER BY key
