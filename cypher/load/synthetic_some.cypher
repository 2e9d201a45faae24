CYPHER 25
MATCH (q:Request {synthetic: true})
RETURN q.key AS key LIMIT $batch
