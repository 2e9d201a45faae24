// What the last night came to, for /metrics: numbers alone, and no data, so the version stays.
CYPHER 25
MERGE (g:Graph {key: 'graph'})
SET g.nightEndedAt = datetime(), g.nightExitCode = $exitCode, g.nightSeconds = $seconds, g.nightLoaded = $loaded,
  g.nightFailed = $failed, g.nightNotTaken = $notTaken, g.nightWaiting = $waiting, g.nightNewRows = $newRows,
  g.nightWaitingRows = $waitingRows, g.nightUnplacedNames = $unplacedNames
