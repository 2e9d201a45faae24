CYPHER 25
MATCH (n:Request) WHERE n.key > $after
RETURN n.key AS key ORDER BY key LIMIT $page
