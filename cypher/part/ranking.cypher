// From what part/requester, near and compared leave, and `found`, the evidence of each site: `answer`.
//
// 1. Each candidate's factors; a value of null is a factor that does not apply. How busy a site was in the
// last months is compared with an even share of all current ones.
WITH *, [x IN sites WHERE x.there AND (x.current OR ask.includeFormer)
  AND NOT coalesce(j.key IN [n IN x.serves | n.key], false)] AS able
CALL (ask, j, place, sites, tribes, able, wanted, compared, found) {
  WITH *, [x IN sites WHERE x.there AND x.current | x.load] AS busy,
    [x IN able WHERE NOT x.key IN ask.exclude] AS candidates,
    [w IN wanted WHERE w:ProgramModel | w {.key, .name, .family}] AS models,
    [w IN wanted WHERE w:Topic | w {.key, .name}] AS topics,
    reduce(most = 0.0, f IN found | CASE WHEN f.total > most THEN f.total ELSE most END) AS best
  WITH *, reduce(all = 0, load IN busy | all + load) AS recent,
    head([c IN compared WHERE any(x IN able WHERE c.n IN x.serves)]) AS leastUnlike
  WITH *, CASE size(busy) WHEN 0 THEN 0.0 ELSE 1.0 * recent / size(busy) END AS mean
  UNWIND candidates AS x
  WITH ask, j, place, x, x.s AS s, tribes, wanted, models, topics, best, recent, mean, leastUnlike,
    head([f IN found WHERE f.site = x.s]) AS e, [c IN compared WHERE c.n IN x.serves] AS served,
    [o IN x.operated | o.key] AS operated, [o IN x.operated | o.family] AS families
  WITH *, head(served) AS fit,
    // A profile of a county that names it is that county.
    [c IN coalesce(e.cases, []) WHERE CASE WHEN place IS NULL
      THEN NOT coalesce(c.jurisdiction.kind = 'COUNTY' AND j.kind = 'COUNTY' AND c.jurisdiction.county = j.county, false)
      ELSE c.jurisdiction <> place END] AS others,
    CASE WHEN size(models) = 0 THEN null
      WHEN any(m IN models WHERE m.key IN operated) THEN 'OFFERS'
      WHEN any(m IN models WHERE m.family IN families) THEN 'RELATED'
      ELSE 'SIMILAR_ONLY' END AS tier,
    reduce(least = null, c IN served | CASE WHEN c.miles >= least THEN least ELSE c.miles END) AS miles,
    [part IN [coalesce(ask.agencies[s.agencyType], $recommendation.agencies[j.agencyType + '|' + s.agencyType]),
        1 - 1.0 * abs($recommendation.swornBands[coalesce(ask.swornBand, j.swornBand)]
          - $recommendation.swornBands[s.swornBand]) / $recommendation.swornBandSteps]
      WHERE part IS NOT NULL] AS agencyParts
  WITH *, reduce(most = head(others), c IN others | CASE WHEN c.weight > most.weight THEN c ELSE most END) AS heaviest
  WITH ask, s, e, tier, wanted, operated, [f IN [
    {name: 'EVIDENCE', raw: ask.weights.evidence, value: coalesce(e.total, 0.0) / (best + $recommendation.damping),
      // Readers see no requester and no month: docs/decisions/small-counts.md.
      facts: {any: e IS NOT NULL, synthetic: e.synthetic,
        published: CASE WHEN $viewer.role <> 'staff' THEN {requests: e.requests, similarity: e.similarity} END,
        // Cases are in the order of similarity.
        of: CASE $viewer.role WHEN 'staff' THEN {requests: size(others), own: size(e.cases) - size(others),
          jurisdictions: e.jurisdictions - CASE WHEN size(others) < size(e.cases) THEN 1 ELSE 0 END,
          lowest: last(others).similarity, highest: head(others).similarity,
          heaviest: {name: heaviest.jurisdiction.name, state: heaviest.jurisdiction.state,
            similarity: heaviest.similarity, month: heaviest.month},
          lastOwn: reduce(latest = 0, c IN e.cases | CASE WHEN c.month > latest AND NOT c IN others
            THEN c.month ELSE latest END)} END}},
    {name: 'FIT', raw: ask.weights.fit,
      value: CASE size(agencyParts) WHEN 0 THEN fit.score
        ELSE (1 - $recommendation.agencyShare) * fit.score
          + $recommendation.agencyShare * reduce(all = 0.0, part IN agencyParts | all + part) / size(agencyParts) END,
      facts: {place: [n IN [fit.n] | n {.key, .name, .state, .comparedAs, .urbanClass, .population}][0],
        similarity: fit.score, least: leastUnlike {.score, key: leastUnlike.n.key,
          name: leastUnlike.n.name, state: leastUnlike.n.state},
        parts: fit {.size, .density, .setting, .region, .distance}}},
    {name: 'COVERAGE', raw: ask.weights.coverage,
      value: CASE ask.wishes WHEN 0 THEN null ELSE (size([t IN topics WHERE t.key IN x.special])
        + reduce(all = 0.0, m IN models | all + CASE WHEN m.key IN operated THEN 1.0
          WHEN m.family IN families THEN $recommendation.relatedModel
          ELSE 0.0 END)) / ask.wishes END,
      facts: {wanted: models, operated: x.operated, topics: topics, special: x.special, asOf: ask.asOf}},
    {name: 'CAPACITY', raw: ask.weights.capacity,
      value: CASE
        WHEN s.monthlyCapacity > 0 THEN 1 - CASE WHEN x.load < $recommendation.loadMonths * s.monthlyCapacity
          THEN 1.0 * x.load / ($recommendation.loadMonths * s.monthlyCapacity) ELSE 1.0 END
        WHEN x.load = 0 THEN $recommendation.unknownCapacity
        WHEN x.load < $recommendation.evenShares * mean
          THEN 1 - x.load / ($recommendation.evenShares * mean)
        ELSE 0.0 END,
      facts: {any: x.load > 0, more: x.load > mean, capacity: s.monthlyCapacity,
        of: CASE $viewer.role WHEN 'staff' THEN {load: x.load, total: recent, mean: mean} END}},
    {name: 'ASSISTANCE', raw: ask.weights.assistance,
      value: CASE size(ask.assistance) WHEN 0 THEN null
        ELSE reduce(all = 0.0, kind IN ask.assistance | all + CASE
          WHEN kind IN s.assistanceOffered THEN 1.0
          // The list of an operator is complete; a public page may leave kinds of help out.
          WHEN s.assistanceOffered IS NOT NULL AND s.fromFile THEN 0.0
          WHEN kind IN $recommendation.visits THEN $recommendation.unknownVisit ELSE 1.0 END) / size(ask.assistance) END,
      facts: {wanted: ask.assistance, offered: s.assistanceOffered, complete: coalesce(s.fromFile, false)}},
    {name: 'DISTANCE', raw: ask.weights.distance,
      value: CASE WHEN ask.visit THEN 0.5 ^ (miles / $recommendation.halfAtMiles) END,
      facts: {miles: miles}}
    ] + CASE WHEN ask.campus OR j.kind = 'CAMPUS' THEN [{name: 'CAMPUS', raw: ask.weights.campus,
      value: CASE WHEN any(n IN x.serves WHERE n.kind = 'CAMPUS') THEN 1.0 ELSE 0.0 END,
      facts: {campuses: [n IN x.serves WHERE n.kind = 'CAMPUS' | n.name]}}] ELSE [] END
    + CASE WHEN ask.tribe OR j.kind = 'TRIBE' THEN [{name: 'TRIBE', raw: ask.weights.tribe,
      value: CASE WHEN any(t IN tribes WHERE t.site = x.key) THEN 1.0 ELSE 0.0 END,
      facts: {tribes: [t IN tribes WHERE t.site = x.key | t.name]}}] ELSE [] END
    WHERE f.value IS NOT NULL] AS applicable
  WITH ask, s, e, tier, wanted, operated, applicable, reduce(all = 0.0, f IN applicable | all + f.raw) AS total
  WITH ask, s, e, tier, wanted, operated, applicable, [f IN applicable WHERE f.raw > 0 | f {.name, .value, .facts, weight: f.raw / total,
    contribution: f.raw / total * f.value}] AS factors
  WITH ask, s, e, tier, wanted, operated, applicable, factors,
    reduce(all = 0.0, f IN factors | all + f.contribution) AS score,
    coalesce(head([f IN factors WHERE f.name = 'EVIDENCE' | f.contribution]), 0.0) AS evidence
  WITH {site: s, key: s.key, former: s.status = 'FORMER', score: score, tier: tier,
    tierOrder: CASE WHEN ask.byScore OR tier IS NULL THEN 0 ELSE $recommendation.tiers[tier] END,
    offers: [w IN wanted WHERE w:ProgramModel AND w.key IN operated],
    lacks: [w IN wanted WHERE w:ProgramModel AND NOT w.key IN operated],
    applicable: [f IN applicable | f.name],
    rounded: round(score, $similarity.orderDecimals), factors: factors, synthetic: coalesce(e.synthetic, false),
    evidence: [c IN coalesce(e.cases, []) | c {.*, contribution: evidence * c.weight / e.total}]} AS row
  ORDER BY row.tierOrder, row.rounded DESC, row.key
  RETURN collect(row) AS rows
}
// 2. The lead of the first site over the next of its tier, and what no site has.
WITH *, rows[0] AS first, unknown + [key IN ask.models + ask.topics + ask.exclude
  WHERE NOT key IN [w IN wanted | w.key] + [x IN sites | x.key]] AS unknowns
WITH *, first.score - coalesce([r IN rows[1..] WHERE r.tierOrder = first.tierOrder][0].score, 0.0) AS lead,
  [w IN wanted WHERE NOT any(x IN able WHERE x.current
    AND (w.key IN x.special OR any(o IN x.operated WHERE o.key = w.key)))] AS absent
//: part/gaps
RETURN {
  rows: rows,
  gaps: gaps,
  error: CASE WHEN size(unknowns) > 0 THEN {unknown: unknowns}
    WHEN insufficient IS NOT NULL THEN insufficient
    WHEN size(rows) > 0 AND all(row IN rows WHERE size(row.factors) = 0) THEN {weightless: first.applicable} END,
  label: CASE WHEN lead IS NULL THEN null WHEN lead < $recommendation.leaning THEN 'CLOSE_CALL'
    WHEN lead < $recommendation.clear OR first.tier <> 'OFFERS' THEN 'LEANING' ELSE 'CLEAR' END,
  documentedSites: size([x IN sites WHERE x.current]),
  currentSites: ask.currentSites,
  assumption: CASE WHEN place IS NULL AND hostCounty IS NOT NULL
    THEN {agency: agency.name, kind: j.kind, county: hostCounty.name, state: hostCounty.state,
      people: agency.populationServed IS NULL}
    WHEN ask.profile.kind = 'TRIBE' AND ask.profile.location IS NULL THEN {agency: null, state: state.name} END,
  synthetic: true IN [row IN rows | row.synthetic]
} AS answer
