// Which sites to ask, and why. From the map `ask` (graph/recommendation.py says what is in it) to the
// map `answer`: rows {site, score, factors, evidence}, best first. docs/recommendation.md explains it.
// Cost: at most 1,900 candidate requesters by index, 50 neighbors with 20 requests each, 14 sites.
OPTIONAL MATCH (place:Jurisdiction {key: ask.key})
OPTIONAL MATCH (state:Jurisdiction {key: 'us-state:' + ask.profile.state})
WITH ask, place, state, ask.profile AS profile
WITH ask, place, state, CASE WHEN place IS NULL
    THEN profile {.*, division: state.division, censusRegion: state.censusRegion}
    ELSE properties(place) END AS j,
  COLLECT { MATCH (:Site)-[:SERVES]->(n) RETURN DISTINCT n.key } AS served
//: part/near

// 1. Compare with the requesters that are near in size, in the same state, division or class, and with
//    every jurisdiction that a site serves. The five parts are those of SIMILAR_TO.
CALL (ask, j, near, served) {
  CALL (ask, j) {
    MATCH (n:Requester) WHERE n.logPopulation >= j.logPopulation AND n.firstAnswered < ask.asOf
    RETURN n ORDER BY n.logPopulation LIMIT 500
  UNION
    MATCH (n:Requester) WHERE n.logPopulation < j.logPopulation AND n.firstAnswered < ask.asOf
    RETURN n ORDER BY n.logPopulation DESC LIMIT 500
  UNION
    MATCH (n:Requester) WHERE n.kind = j.kind AND n.state = j.state AND n.logPopulation >= j.logPopulation
      AND n.firstAnswered < ask.asOf
    RETURN n ORDER BY n.logPopulation LIMIT 150
  UNION
    MATCH (n:Requester) WHERE n.kind = j.kind AND n.state = j.state AND n.logPopulation < j.logPopulation
      AND n.firstAnswered < ask.asOf
    RETURN n ORDER BY n.logPopulation DESC LIMIT 150
  UNION
    MATCH (n:Requester) WHERE n.kind = j.kind AND n.division = j.division AND n.logPopulation >= j.logPopulation
      AND n.firstAnswered < ask.asOf
    RETURN n ORDER BY n.logPopulation LIMIT 150
  UNION
    MATCH (n:Requester) WHERE n.kind = j.kind AND n.division = j.division AND n.logPopulation < j.logPopulation
      AND n.firstAnswered < ask.asOf
    RETURN n ORDER BY n.logPopulation DESC LIMIT 150
  UNION
    MATCH (n:Requester) WHERE n.kind = j.kind AND n.urbanClass = j.urbanClass AND n.logPopulation >= j.logPopulation
      AND n.firstAnswered < ask.asOf
    RETURN n ORDER BY n.logPopulation LIMIT 150
  UNION
    MATCH (n:Requester) WHERE n.kind = j.kind AND n.urbanClass = j.urbanClass AND n.logPopulation < j.logPopulation
      AND n.firstAnswered < ask.asOf
    RETURN n ORDER BY n.logPopulation DESC LIMIT 150
  UNION
    MATCH (:Site)-[:SERVES]->(n) RETURN n
  }
  WITH ask, j, near, served, n
  WHERE (n.kind = 'STATE') = (j.kind = 'STATE')
  //: part/compare
  WITH served, {n: n, score: score, size: size, density: density, setting: setting, region: region,
    distance: distance, miles: miles} AS c
  ORDER BY round(c.score, 6) DESC, c.n.key
  RETURN collect(c) AS compared, collect(CASE WHEN c.n.key IN served THEN c END) AS fits
}

// 2. Evidence: what the 50 nearest requesters asked last, and who answered.
CALL (ask, compared) {
  UNWIND [c IN compared WHERE c.score >= 0.4 AND c.n.firstAnswered < ask.asOf][..50] AS c
  CALL (ask, c) {
    WITH ask, c.n AS n
    MATCH (n)<-[:FROM]-(q:Request)
    WHERE q.month < ask.asOf AND EXISTS { (q)-[a:ANSWERED_BY]->() WHERE a.matchedMonth < ask.asOf }
    RETURN q ORDER BY q.month DESC, q.key LIMIT 20
  }
  // A request of several counties is one case: the most similar of them counts.
  WITH ask, q, c ORDER BY c.score DESC, c.n.key
  WITH ask, q, head(collect(c)) AS c
  MATCH (q)-[a:ANSWERED_BY]->(s:Site) WHERE a.matchedMonth < ask.asOf
  WITH s, q, c, 0.5 ^ ((ask.asOf - q.month) / 24.0) AS decay,
    CASE WHEN a.closedMonth < ask.asOf THEN a.outcome ELSE 'MATCHED' END AS outcome,
    CASE ask.wishes WHEN 0 THEN 1.0 ELSE (COUNT { (q)-[:ABOUT]->(m) WHERE m.key IN ask.models }
      + COUNT { (q)-[:CONCERNS]->(t) WHERE t.key IN ask.topics }) / ask.wishes END AS match
  WITH s, q, c, decay, outcome, match, c.score * (0.5 + 0.5 * match) * decay * ask.outcomes[outcome] AS weight
  WHERE weight > 0
  ORDER BY c.score DESC, q.month DESC, q.key
  WITH s, sum(weight) AS total, count(DISTINCT c.n) AS jurisdictions, true IN collect(q.synthetic) AS synthetic,
    collect({request: q, key: q.key, jurisdiction: c.n, similarity: c.score,
      match: match, decay: decay, outcome: outcome, weight: weight}) AS cases
  RETURN collect({site: s.key, total: total, jurisdictions: jurisdictions, synthetic: synthetic, cases: cases}) AS found
}

// 3. What is wanted, and how busy every current site was in the last 6 months.
WITH ask, place, state, fits, found,
  reduce(most = 0.0, f IN found | CASE WHEN f.total > most THEN f.total ELSE most END) AS best,
  COLLECT { MATCH (m:ProgramModel) WHERE m.key IN ask.models RETURN m {.key, .name, .family} AS m ORDER BY m.key } AS wanted,
  COLLECT { MATCH (t:Topic) WHERE t.key IN ask.topics RETURN t {.key, .name} AS t ORDER BY t.key } AS topics,
  COLLECT {
    MATCH (s:Site) WHERE s.joinedMonth < ask.asOf
    OPTIONAL MATCH (s)-[:LOAD]->(m:SiteMonth) WHERE ask.asOf - 6 <= m.month < ask.asOf
    WITH s, sum(m.matched) AS load
    RETURN {key: s.key, current: s.status = 'CURRENT', load: load}
  } AS loads
WITH *, [l IN loads WHERE l.current | l.load] AS busy
WITH *, reduce(all = 0, load IN busy | all + load) AS recent
WITH *, CASE size(busy) WHEN 0 THEN 0.0 ELSE 1.0 * recent / size(busy) END AS mean

// 4. Each candidate's factors; a value of null is a factor that does not apply.
OPTIONAL CALL (ask, place, fits, found, best, wanted, topics, loads, recent, mean) {
  MATCH (s:Site)
  WHERE s.joinedMonth < ask.asOf AND (s.status = 'CURRENT' OR ask.includeFormer)
    AND NOT EXISTS { (s)-[:SERVES]->(place) }
  WITH *, head([f IN found WHERE f.site = s.key]) AS e,
    head([l IN loads WHERE l.key = s.key | l.load]) AS load,
    COLLECT { MATCH (s)-[:SERVES]->(n) RETURN n.key } AS serves,
    COLLECT { MATCH (s)-[o:OPERATES]->(m) WHERE o.since IS NULL OR 12 * o.since < ask.asOf
      RETURN m {.key, .name, .family, basis: o.basis} AS m ORDER BY m.key } AS operated,
    COLLECT { MATCH (s)-[:SPECIALIZES_IN]->(t) RETURN t.key } AS special
  WITH *, [c IN fits WHERE c.n.key IN serves] AS own
  WITH *, head(own) AS fit, head(e.cases) AS closest,
    [o IN operated | o.key] AS keys, [o IN operated | o.family] AS families,
    reduce(nearest = null, c IN own | CASE WHEN c.miles >= nearest THEN nearest ELSE c.miles END) AS miles,
    [alike IN [ask.agencies[s.agencyType], 1 - abs(ask.swornBand - s.swornBand) / 4.0] WHERE alike IS NOT NULL] AS agency
  WITH s, e, [f IN [
    {name: 'EVIDENCE', raw: ask.weights.evidence, value: coalesce(e.total, 0.0) / (best + 2),
      facts: {requests: coalesce(size(e.cases), 0), jurisdictions: e.jurisdictions, name: closest.jurisdiction.name,
        state: closest.jurisdiction.state, similarity: closest.similarity, month: closest.request.month, synthetic: e.synthetic}},
    {name: 'FIT', raw: ask.weights.fit,
      value: CASE size(agency) WHEN 0 THEN fit.score
        ELSE 0.8 * fit.score + 0.2 * reduce(all = 0.0, alike IN agency | all + alike) / size(agency) END,
      facts: {place: properties(fit.n), similarity: fit.score,
        parts: {size: fit.size, density: fit.density, setting: fit.setting, region: fit.region, distance: fit.distance}}},
    {name: 'COVERAGE', raw: ask.weights.coverage,
      value: CASE ask.wishes WHEN 0 THEN null ELSE (size([t IN topics WHERE t.key IN special])
        + reduce(all = 0.0, m IN wanted | all + CASE WHEN m.key IN keys THEN 1.0 WHEN m.family IN families THEN 0.5 ELSE 0.0 END))
        / ask.wishes END,
      facts: {wanted: wanted, operated: operated, topics: topics, special: special}},
    {name: 'CAPACITY', raw: ask.weights.capacity,
      value: CASE
        WHEN s.monthlyCapacity > 0 THEN 1 - CASE WHEN load < 6 * s.monthlyCapacity THEN load / (6.0 * s.monthlyCapacity) ELSE 1.0 END
        WHEN load = 0 THEN 1.0
        WHEN load < 2 * mean THEN 1 - load / (2 * mean)
        ELSE 0.0 END,
      facts: {load: load, total: recent, mean: mean}},
    {name: 'ASSISTANCE', raw: ask.weights.assistance,
      value: CASE size(ask.assistance) WHEN 0 THEN null ELSE reduce(all = 0.0, kind IN ask.assistance | all + CASE
          WHEN kind IN s.assistanceOffered THEN 1.0
          WHEN s.assistanceOffered IS NOT NULL THEN 0.0
          WHEN kind IN ask.visits THEN 0.5 ELSE 1.0 END) / size(ask.assistance) END,
      facts: {wanted: ask.assistance, offered: s.assistanceOffered}},
    {name: 'DISTANCE', raw: ask.weights.distance,
      value: CASE WHEN ask.visit THEN 0.5 ^ (miles / 500) END,
      facts: {miles: miles}}
    ] WHERE f.value IS NOT NULL AND f.raw > 0] AS active
  WITH s, e, active, reduce(all = 0.0, f IN active | all + f.raw) AS total
  WITH s, e, [f IN active | {name: f.name, weight: f.raw / total, value: f.value,
    contribution: f.raw / total * f.value, facts: f.facts}] AS factors
  WITH s, e, factors, reduce(all = 0.0, f IN factors | all + f.contribution) AS score,
    head([f IN factors WHERE f.name = 'EVIDENCE' | f.contribution]) AS evidence
  RETURN {site: s, key: s.key, former: s.status = 'FORMER', score: score, rounded: round(score, 6), factors: factors,
    evidence: [c IN coalesce(e.cases, []) | c {.*, contribution: coalesce(evidence, 0.0) * c.weight / e.total}]} AS row
  ORDER BY row.rounded DESC, row.key
}
WITH ask, place, state, wanted, topics, loads, found, [row IN collect(row) WHERE NOT row.key IN ask.exclude] AS rows
RETURN {
  rows: rows,
  error: [k IN [ask.key, 'us-state:' + ask.profile.state] + ask.models + ask.topics + ask.exclude
    WHERE k IS NOT NULL AND NOT k IN [coalesce(place.key, ''), coalesce(state.key, '')] + [m IN wanted | m.key]
      + [t IN topics | t.key] + COLLECT { MATCH (s:Site) RETURN s.key }],
  label: CASE
    WHEN size(rows) = 0 THEN null
    WHEN rows[0].score - coalesce(rows[1].score, 0.0) < 0.03 THEN 'CLOSE_CALL'
    WHEN rows[0].score - coalesce(rows[1].score, 0.0) < 0.10 THEN 'LEANING'
    ELSE 'CLEAR' END,
  documentedSites: COUNT { (:Site {status: 'CURRENT'}) },
  currentSites: ask.currentSites,
  synthetic: true IN [row IN rows | head([f IN found WHERE f.site = row.key | f.synthetic])]
} AS answer
