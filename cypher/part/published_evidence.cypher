// From ask, j, sites and found: `siteEvidence` and `siteLoads`, what the caller may see of the requests that went to each site.
// Staff: `found`, and the counters. Readers: arithmetic on published counts, which are the same whoever asks for
// whatever, so that no choice of requester, wishes, weights, sites or days tells more than the counts do. Evidence is
// made of the counts by year and by urban class that `requestStatistics` has; load is counted over two whole quarters.
// docs/decisions/small-counts.md.
WITH *, COLLECT {
  WITH ask, j, sites, ask.asOf - ask.asOf % 3 AS quarter WHERE $viewer.role <> 'staff'
  UNWIND sites AS x
  WITH ask, j, quarter, x.s AS s
  CALL (ask, s, quarter) {
    MATCH (s)<-[:ANSWERED_BY]-(q)
    WITH ask, quarter, 12 * (q.month / 12) AS january, [[count(q), sum(q.recordKey)]] AS counts
    //: part/published
    // A year counts once it is over, and the present one as far as it goes: the numbers of other months are none.
    WHERE shown[0] > 0 AND january < quarter AND (january + 12 <= quarter OR quarter >= ask.quarter)
    // Its requests are as old as its middle.
    WITH shown[0] AS requests, quarter - (january + CASE WHEN january + 12 < quarter THEN january + 12 ELSE quarter END) / 2.0
      AS age
    RETURN sum(requests) AS requests, sum(requests * 0.5 ^ (age / $recommendation.halfLifeMonths)) AS weight
  }
  CALL (j, s) {
    MATCH (s)<-[:ANSWERED_BY]-(q)-[:FROM]->(n) WHERE n.urbanClass IS NOT NULL
    WITH j, n.urbanClass AS class, collect(DISTINCT q) AS requests
    WITH j, class, [[size(requests), reduce(all = 0, q IN requests | all + q.recordKey)]] AS counts
    //: part/published
    WHERE shown[0] > 0
    RETURN coalesce(sum(shown[0] * coalesce(1 - 1.0 * abs(class - j.urbanClass) / $similarity.urbanSteps,
      $recommendation.unknownClass)) / nullIf(sum(shown[0]), 0), 0.0) AS similarity
  }
  CALL (s, quarter) {
    MATCH (s)<-[a:ANSWERED_BY]-(q) WHERE quarter - $recommendation.loadMonths <= a.matchedMonth < quarter
    WITH [[count(q), sum(q.recordKey)]] AS counts
    //: part/published
    RETURN coalesce(shown[0], 0) AS load
  }
  RETURN {site: s, load: load, requests: requests, similarity: similarity, total: weight * similarity,
    synthetic: EXISTS { (:Request {synthetic: true}) }, cases: []}
} AS published
WITH *, CASE $viewer.role WHEN 'staff' THEN found ELSE [p IN published WHERE p.total > 0] END AS siteEvidence,
  CASE $viewer.role WHEN 'staff' THEN sites
    ELSE [x IN sites | x {.*, load: [p IN published WHERE p.site = x.s | p.load][0]}] END AS siteLoads
