// A request with its jurisdictions, its models and topics, and the sites that answered it. The counters of load by
// site and month, and the first answers of requesters, change in the same transaction. `loadRun` and `loadLine` say
// which run and line of a file wrote it last; null for the API and the sample. `keys` are the requests that
// changed, `touched` the jurisdictions that may have lost an answer. A fingerprint is a hash of the content, a dash,
// and a hash of this statement.
CYPHER 25
UNWIND $rows AS row
MERGE (q:Request {key: row.key})
WITH q, row, CASE
  WHEN q.fingerprint IS NULL THEN 'created'
  WHEN q.fingerprint = row.fingerprint THEN 'unchanged'
  // An update through the API stays until a file has other content than before it.
  WHEN q.fileFingerprint = split(row.fingerprint, '-')[0] AND row.viaApi IS NULL THEN 'unchanged'
  ELSE 'updated' END AS outcome,
  COLLECT { MATCH (q)-[:FROM]->(j) RETURN j.key } AS before
CALL (q, outcome) {
  WITH q, outcome
  WHERE outcome = 'updated'
  CALL (q) {
    MATCH (q)-[a:ANSWERED_BY]->(s)
    MATCH (m:SiteMonth {key: s.key + '@' + a.matchedOn})
    SET m.matched = m.matched - 1
  }
  WITH q
  MATCH (q)-[old:FROM|ABOUT|CONCERNS|ANSWERED_BY]->()
  DELETE old
}
CALL (q, row, outcome) {
  WITH q, row, outcome
  WHERE outcome <> 'unchanged'
  // The random number that protects its counts stays with a request as long as it exists.
  WITH q, row, coalesce(q.recordKey, toInteger(rand() * 2147483647)) AS recordKey,
    CASE WHEN row.viaApi THEN coalesce(q.fileFingerprint, split(q.fingerprint, '-')[0]) END AS fileFingerprint
  SET q = row.properties, q.fingerprint = row.fingerprint, q.recordKey = recordKey,
    q.fileFingerprint = fileFingerprint, q.loadRun = $run, q.loadLine = row.line
  SET q.matchedMonthText = (q.matchedMonth / 12) + '-' + right('0' + (q.matchedMonth % 12 + 1), 2),
    q.closedMonthText = (q.closedMonth / 12) + '-' + right('0' + (q.closedMonth % 12 + 1), 2)
  FOREACH (_ IN CASE WHEN q.synthetic THEN [1] ELSE [] END | SET q:SyntheticRequest)
  FOREACH (_ IN CASE WHEN q.synthetic THEN [] ELSE [1] END | REMOVE q:SyntheticRequest)
  WITH q, row
  CALL (q, row) {
    UNWIND row.jurisdictions AS key
    MATCH (j:Jurisdiction {key: key})
    CREATE (q)-[:FROM {jurisdiction: key, month: q.month, monthText: q.monthText, request: row.key}]->(j)
  }
  CALL (q, row) {
    UNWIND row.models AS key
    MATCH (m:ProgramModel {key: key})
    CREATE (q)-[:ABOUT]->(m)
  }
  CALL (q, row) {
    UNWIND row.topics AS key
    MATCH (t:Topic {key: key})
    CREATE (q)-[:CONCERNS]->(t)
  }
  CALL (q, row) {
    UNWIND row.answers AS answer
    MATCH (s:Site {key: answer.site})
    CREATE (q)-[a:ANSWERED_BY]->(s)
    SET a = answer.properties
    SET a.site = answer.site, a.month = q.month, a.monthText = q.monthText, a.request = row.key,
      a.matchedMonthText = a.matchedOn, a.closedMonthText = q.closedMonthText
  }
}
WITH outcome, count(*) AS rows, collect(CASE WHEN outcome <> 'unchanged' THEN row END) AS written,
  collect(CASE WHEN outcome = 'updated' THEN before + row.jurisdictions END) AS moved
// A counter changes once for all answers of the batch.
CALL (written) {
  UNWIND written AS row
  UNWIND row.answers AS answer
  WITH answer.site AS site, answer.properties.matchedOn AS on, answer.properties.matchedMonth AS month,
    count(*) AS answers
  MATCH (s:Site {key: site})
  MERGE (m:SiteMonth {key: site + '@' + on})
  ON CREATE SET m.month = month, m.monthText = on, m.matched = 0
  SET m.matched = m.matched + answers
  MERGE (s)-[:LOAD]->(m)
}
// A new request removes no answer, so a first answer can only become earlier.
CALL (outcome, written) {
  WITH outcome, written
  WHERE outcome = 'created'
  UNWIND written AS row
  UNWIND row.answers AS answer
  UNWIND row.jurisdictions AS key
  WITH key, min(answer.properties.matchedMonth) AS first, min(answer.properties.matchedOn) AS text
  MATCH (j:Jurisdiction {key: key})
  WHERE j.firstAnswered IS NULL OR j.firstAnswered > first
  SET j:Requester, j.firstAnswered = first, j.firstAnsweredText = text
}
RETURN outcome, rows, [row IN written | row.key] AS keys, reduce(all = [], some IN moved | all + some) AS touched
