// From ask, the nodes `wanted` and `nearest`, best first: `found`, for each site {site, total, jurisdictions,
// synthetic, cases}: the latest answered requests of each of the nearest, and the sites that answered.
CALL (ask, wanted, nearest) {
  UNWIND range(0, size(nearest) - 1) AS rank
  WITH rank, nearest[rank].n AS n
  CALL (ask, wanted, n) {
    // In the order of its index: docs/decisions/relationship-indexes.md.
    MATCH (n)<-[f:FROM]-(q) USING INDEX f:FROM(jurisdiction, month, request)
    WHERE f.jurisdiction = n.key AND f.month < ask.asOf AND f.request IS NOT NULL
    // Wishes and answers are read together: the relationships of a request lie in one chain.
    WITH f, q, COLLECT {
      MATCH (q)-[r:ANSWERED_BY|ABOUT|CONCERNS]->(x) WHERE x IN wanted OR r.matchedMonth < ask.asOf RETURN r
    } AS ties
    WITH f, q, ties, [r IN ties WHERE r:ANSWERED_BY] AS answers
    WHERE size(answers) > 0
    RETURN q, f.month AS month, f.request AS key, answers, size(ties) - size(answers) AS had
    ORDER BY f.jurisdiction DESC, f.month DESC, f.request LIMIT $recommendation.latestRequests
  }
  // A request of several counties is one case: the most similar of them counts.
  WITH q, month, key, had, head(collect(answers)) AS answers, nearest[min(rank)] AS c
  UNWIND answers AS a
  WITH q, month, key, c, endNode(a) AS s, 0.5 ^ ((ask.asOf - month) / $recommendation.halfLifeMonths) AS decay,
    CASE WHEN a.closedMonth < ask.asOf THEN a.outcome ELSE 'MATCHED' END AS outcome,
    CASE ask.wishes WHEN 0 THEN 1.0 ELSE had / ask.wishes END AS match
  WITH *, c.score * ($recommendation.unmatched + (1 - $recommendation.unmatched) * match) * decay
    * $recommendation.outcomes[outcome] AS weight
  WHERE weight > 0
  ORDER BY c.score DESC, month DESC, key
  WITH s, sum(weight) AS total, count(DISTINCT c.n) AS jurisdictions,
    true IN collect(q.synthetic) AS synthetic,
    collect({request: q, key: key, month: month, jurisdiction: c.n, similarity: c.score,
      match: match, decay: decay, outcome: outcome, weight: weight}) AS cases
  RETURN collect({site: s, total: total, jurisdictions: jurisdictions, synthetic: synthetic, cases: cases})
    AS found
}
