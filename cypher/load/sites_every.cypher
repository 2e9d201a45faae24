CYPHER 25
MATCH (n:Site) WHERE n.key > $after AND n.fromFile
RETURN n.key AS key ORDER BY key LIMIT $page
