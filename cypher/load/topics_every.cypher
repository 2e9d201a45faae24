CYPHER 25
MATCH (n:Topic) WHERE n.key > $after AND n.fromFile
RETURN n.key AS key ORDER BY key LIMIT $page
