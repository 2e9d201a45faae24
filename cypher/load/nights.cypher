// What the nights over a folder brought: of each source and file the last run of each night, the newest night first.
CYPHER 25
MATCH (r:LoadRun {by: 'nightly', folder: $folder})
WHERE r.night >= datetime($since) AND r.night < datetime($before)
WITH r.night AS night, r.source AS source, r.file AS file, r ORDER BY r.startedAt
WITH night, source, file, last(collect(r)) AS r
WITH night, collect(r {.source, .file, .isNew, .read, .unknownNames, .columns}) AS runs
RETURN toString(night) AS night, runs ORDER BY night DESC
