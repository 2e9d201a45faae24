// Requests per million people by state, Census division or urban class, fewest first; also areas without any.
// People are counted by state, or by county for the urban class.
CALL (ask) {
  MATCH (j:Jurisdiction) WHERE j.kind = ask.kind AND j.state IS NOT NULL AND j.key IS NOT NULL
  WITH CASE ask.by WHEN 'STATE' THEN j.state WHEN 'DIVISION' THEN j.division ELSE j.urbanClass END AS area,
    sum(j.population) AS people
  WHERE area IS NOT NULL
  RETURN collect({area: area, people: people}) AS areas
}
CALL (ask, this) {
  MATCH (q:Request) USING INDEX q:Request(month, key)
  WHERE this.from <= q.month <= this.until AND q.key IS NOT NULL
  OPTIONAL MATCH (s:Jurisdiction {key: 'us-state:' + q.state})
  OPTIONAL MATCH (q)-[:FROM]->(j)
  WITH CASE ask.by WHEN 'STATE' THEN q.state WHEN 'DIVISION' THEN s.division ELSE j.urbanClass END AS area,
    collect(DISTINCT q) AS requests, count(DISTINCT j) AS requesters
  RETURN collect({area: area, requesters: requesters, requests: size(requests),
    synthetic: size([q IN requests WHERE q.synthetic]),
    key: reduce(all = 0, q IN requests | all + coalesce(q.recordKey, 0))}) AS found
}
UNWIND areas AS a
WITH ask, a, [f IN found WHERE f.area = a.area][0] AS f
// Requesters have noise of their own: the same would cancel out in a difference.
WITH ask, a, [[coalesce(f.requests, 0), f.key], [coalesce(f.requesters, 0), f.key % 2147483647 * 48271]] AS counts,
  coalesce(f.synthetic, 0) AS synthetic
//: part/published
//: part/synthetic
WITH ask, a, shown, syntheticRequests, 1000000.0 * shown[0] / a.people AS perMillion
ORDER BY coalesce(perMillion, 0.0), a.area
RETURN {rows: collect({
  state: CASE ask.by WHEN 'STATE' THEN a.area END,
  division: CASE ask.by WHEN 'DIVISION' THEN a.area END,
  urbanClass: CASE ask.by WHEN 'URBAN_CLASS' THEN a.area END,
  jurisdiction: CASE ask.by WHEN 'STATE' THEN 'us-state:' + a.area END,
  people: a.people,
  requests: shown[0],
  syntheticRequests: syntheticRequests,
  requesters: shown[1],
  requestsPerMillion: perMillion,
  suppressed: any(number IN shown WHERE number IS NULL)
})} AS answer
