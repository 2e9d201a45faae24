// One run of the ledger, or the one that wrote last; no row where there is none.
MATCH (answer:LoadRun) WHERE answer.key = ask.run OR ask.run IS NULL
RETURN answer ORDER BY answer.notedAt DESC LIMIT 1
