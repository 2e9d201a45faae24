// Whether a run over jurisdictions, which may have changed some, is younger than the last one that brought the
// lists of SIMILAR_TO up to date.
CYPHER 25
OPTIONAL MATCH (s:LoadRun {source: 'similarity', status: 'DONE'})
WITH max(s.startedAt) AS last
RETURN last IS NULL OR EXISTS {
  MATCH (r:LoadRun {source: 'jurisdictions'})
  WHERE r.notedAt >= last AND (r.status <> 'DONE' OR r.created > 0 OR r.updated > 0 OR r.deleted > 0)
} AS due
