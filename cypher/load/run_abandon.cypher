// A run that nobody has written into for long has no process any more.
CYPHER 25
MATCH (r:LoadRun {status: 'RUNNING'})
WHERE coalesce(r.notedAt, r.startedAt) < datetime() - duration({seconds: $seconds})
SET r.status = 'STOPPED', r.problem = 'its process ended without a word'
RETURN count(*) AS runs
