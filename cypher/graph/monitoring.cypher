// What is monitored of the graph: the version of the data, the last night, and the last run of each source. Runs are read from the
// newest on; a source without a run among the last thousand is not loaded any more.
CYPHER 25
OPTIONAL MATCH (g:Graph {key: 'graph'})
CALL () {
  MATCH (r:LoadRun) WHERE r.startedAt IS NOT NULL
  WITH r ORDER BY r.startedAt DESC LIMIT 1000
  WITH r.source AS source, collect(r)[0] AS r
  RETURN collect(r {.source, .status, .seconds, .created, .updated, .deleted, .unchanged, .quarantined,
    notedAt: coalesce(r.notedAt, r.startedAt).epochMillis / 1000.0}) AS runs
}
RETURN {version: coalesce(g.dataVersion, 0), changedAt: g.changedAt.epochMillis / 1000.0, runs: runs,
  night: CASE WHEN g.nightEndedAt IS NOT NULL THEN g {.nightExitCode, .nightSeconds, .nightLoaded, .nightFailed,
    .nightNotTaken, .nightWaiting, .nightNewRows, .nightWaitingRows, .nightUnplacedNames,
    nightEndedAt: g.nightEndedAt.epochMillis / 1000.0} END} AS state
