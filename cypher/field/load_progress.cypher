// One run of the ledger, or the run that wrote last.
MATCH (answer:LoadRun) WHERE answer.key = ask.run OR ask.run IS NULL
RETURN answer ORDER BY answer.notedAt DESC LIMIT 1
