// From what part/requester and compared leave: `found`, the evidence of each site as readers see it, and its load in
// `sites`. Both are arithmetic on published counts, which are the same whoever asks for whatever, so that no choice of
// requester, wishes, weights, sites or days tells more than these counts: those of `requestStatistics` by year and by
// urban class, and the matches of two whole quarters. docs/decisions/small-counts.md.
WITH *, COLLECT {
  UNWIND sites AS x
  WITH ask, j, x.s AS s, ask.asOf - ask.asOf % 3 AS quarter
  CALL (ask, s, quarter) {
    MATCH (s)<-[:ANSWERED_BY]-(q)
    WITH ask, quarter, 12 * (q.month / 12) AS january, [[count(q), sum(q.recordKey)]] AS counts
    //: part/published
    // A year counts once it is over, the present one as far as it has come: other periods have no published count.
    WHERE shown[0] > 0 AND january < quarter AND (january + 12 <= quarter OR quarter >= ask.quarter)
    WITH shown[0] AS requests, CASE WHEN january + 12 < quarter THEN january + 12 ELSE quarter END AS end, january, quarter
    // Its requests are as old as its middle.
    WITH requests, 0.5 ^ ((quarter - (january + end) / 2.0) / $recommendation.halfLifeMonths) AS decay
    RETURN sum(requests) AS requests, sum(requests * decay) AS weight
  }
  CALL (j, s) {
    MATCH (s)<-[:ANSWERED_BY]-(q)-[:FROM]->(n) WHERE n.urbanClass IS NOT NULL
    WITH j, n.urbanClass AS class, collect(DISTINCT q) AS requests
    WITH j, class, [[size(requests), reduce(all = 0, q IN requests | all + coalesce(q.recordKey, 0))]] AS counts
    //: part/published
    WHERE shown[0] > 0
    WITH shown[0] AS requests, coalesce(1 - 1.0 * abs(class - j.urbanClass) / $similarity.urbanSteps,
      $recommendation.unknownClass) AS alike
    RETURN coalesce(sum(requests * alike) / nullIf(sum(requests), 0), 0.0) AS similarity
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
WITH *, [p IN published WHERE p.total > 0] AS found,
  [x IN sites | x {.*, load: [p IN published WHERE p.site = x.s | p.load][0]}] AS sites
