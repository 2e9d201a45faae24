// A request with where it came from, what it is about, and who answered; the counters of load by site
// and month move with it, in the same transaction. `keys` names the requests that changed.
CYPHER 25
UNWIND $rows AS row
MERGE (q:Request {key: row.key})
WITH q, row, CASE
  WHEN q.fingerprint IS NULL THEN 'created'
  // A log that says what it said before an update through the API says nothing new.
  WHEN q.fingerprint = row.fingerprint OR (q.logged = row.fingerprint AND row.told IS NULL) THEN 'unchanged'
  ELSE 'updated' END AS outcome,
  COLLECT { MATCH (q)-[:FROM]->(j) RETURN j.key } AS before
CALL (q, row, outcome) {
  WITH q, row, outcome
  WHERE outcome <> 'unchanged'
  CALL (q) {
    MATCH (q)-[a:ANSWERED_BY]->(s)
    MATCH (m:SiteMonth {key: s.key + '@' + a.matchedOn})
    SET m.matched = m.matched - 1
  }
  CALL (q) { OPTIONAL MATCH (q)-[old:FROM|ABOUT|CONCERNS|ANSWERED_BY]->() DELETE old }
  // The random number that its counts are protected by stays with a request as long as it is there.
  WITH q, row, coalesce(q.recordKey, toInteger(rand() * 2147483647)) AS recordKey,
    CASE WHEN row.told THEN coalesce(q.logged, q.fingerprint) END AS logged
  SET q = row.properties, q.fingerprint = row.fingerprint, q.recordKey = recordKey, q.logged = logged
  WITH q, row
  CALL (q, row) {
    UNWIND row.jurisdictions AS key
    MATCH (j:Jurisdiction {key: key})
    CREATE (q)-[:FROM {jurisdiction: key, month: q.month, request: q.key}]->(j)
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
    SET a.site = s.key, a.month = q.month, a.request = q.key
    MERGE (m:SiteMonth {key: s.key + '@' + a.matchedOn})
    ON CREATE SET m.month = a.matchedMonth, m.matched = 0
    SET m.matched = m.matched + 1
    MERGE (s)-[:LOAD]->(m)
  }
}
WITH outcome, count(*) AS rows, collect(CASE WHEN outcome <> 'unchanged' THEN row.key END) AS keys,
  reduce(all = [], keys IN collect(CASE WHEN outcome = 'unchanged' THEN [] ELSE before + row.jurisdictions END)
    | all + keys) AS touched
RETURN outcome, rows, keys, touched
