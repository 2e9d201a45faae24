// Which run wrote a request last, and from which line of its file; nulls where no file did.
CYPHER 25
MATCH (q:Request {key: $key})
OPTIONAL MATCH (r:LoadRun {key: q.loadRun})
RETURN q.loadRun AS run, q.loadLine AS line, r.source AS source, r.file AS file, r.by AS by,
  toString(r.startedAt) AS startedAt
