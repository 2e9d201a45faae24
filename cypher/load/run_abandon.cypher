// A run that has not written for long has no process any more.
CYPHER 25
MATCH (r:LoadRun {status: 'RUNNING'})
WHERE coalesce(r.notedAt, r.startedAt) < datetime() - duration({seconds: $seconds})
SET r.status = 'STOPPED', r.problem = 'its process ended unexpectedly'
RETURN count(*) AS runs
