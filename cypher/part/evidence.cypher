// From ask, the nodes `wanted` and `compared`, best first: `found`, for each site {site, total, jurisdictions, synthetic,
// cases}: what the 50 nearest asked last, and who answered.
CALL (ask, wanted, compared) {
  WITH ask, wanted, [c IN compared WHERE c.score >= 0.4 AND c.n.firstAnswered < ask.asOf][..50] AS nearest
  UNWIND range(0, size(nearest) - 1) AS rank
  WITH ask, wanted, nearest, rank, nearest[rank].n AS n
  CALL (ask, n) {
    // In the order of its index: docs/decisions/requests-in-order.md.
    MATCH (n)<-[f:FROM]-(q:Request) USING INDEX f:FROM(jurisdiction, month, request)
    WHERE f.jurisdiction = n.key AND f.month < ask.asOf AND f.request IS NOT NULL
      AND EXISTS { (q)-[a:ANSWERED_BY]->() WHERE a.matchedMonth < ask.asOf }
    RETURN f, q ORDER BY f.jurisdiction DESC, f.month DESC, f.request LIMIT 20
  }
  // A request of several counties is one case: the most similar of them counts.
  WITH ask, wanted, nearest, q, min(rank) AS rank
  WITH ask, q, nearest[rank] AS c, 0.5 ^ ((ask.asOf - q.month) / 24.0) AS decay,
    CASE ask.wishes WHEN 0 THEN 1.0 ELSE COUNT { (q)-[:ABOUT|CONCERNS]->(w) WHERE w IN wanted } / ask.wishes END AS match
  MATCH (q)-[a:ANSWERED_BY]->(s:Site) WHERE a.matchedMonth < ask.asOf
  WITH ask, s, q, c, decay, match, CASE WHEN a.closedMonth < ask.asOf THEN a.outcome ELSE 'MATCHED' END AS outcome
  WITH s, q, c, decay, match, outcome, c.score * (0.5 + 0.5 * match) * decay * ask.outcomes[outcome] AS weight
  WHERE weight > 0
  ORDER BY c.score DESC, q.month DESC, q.key
  WITH s, sum(weight) AS total, count(DISTINCT c.n) AS jurisdictions, true IN collect(q.synthetic) AS synthetic,
    collect({request: q, key: q.key, jurisdiction: c.n, similarity: c.score,
      match: match, decay: decay, outcome: outcome, weight: weight}) AS cases
  RETURN collect({site: s, total: total, jurisdictions: jurisdictions, synthetic: synthetic, cases: cases}) AS found
}
