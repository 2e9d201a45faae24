// Models that were asked for where no current site that operates them serves a similar jurisdiction, by urban
// class of the requester. Similar is `ask.similarity` or more, by the parts of SIMILAR_TO.
WITH ask, this, COLLECT {
  MATCH (s:Site {status: 'CURRENT'})
  RETURN {key: s.key, serves: COLLECT { MATCH (s)-[:SERVES]->(n) RETURN properties(n) },
    operates: COLLECT { MATCH (s)-[:OPERATES]->(m) RETURN m.key }} AS site
} AS sites
CALL (ask, this, sites) {
  CALL (this) {
    MATCH (q:Request)-[:FROM]->(place) USING INDEX q:Request(month, key)
    WHERE this.from <= q.month <= this.until AND q.key IS NOT NULL AND place.kind <> 'STATE'
    RETURN DISTINCT place
  }
  CALL (ask, this, sites, place) {
    CALL (ask, sites, place) {
      // Maps are compared more quickly than nodes.
      WITH ask, sites, properties(place) AS j
      //: part/near
      UNWIND sites AS site
      UNWIND site.serves AS n
      //: part/compare
      WITH site.key AS key, site.operates AS operates, max(score) AS score
      ORDER BY score DESC, key
      RETURN collect({site: key, operates: operates, score: score}) AS fits
    }
    MATCH (place)<-[:FROM]-(q:Request)-[:ABOUT]->(m) WHERE this.from <= q.month <= this.until
    WITH q, m, [f IN fits WHERE m.key IN f.operates][0] AS fit
    WHERE coalesce(fit.score, 0.0) < ask.similarity
    RETURN q, m.key AS model, fit.score AS fit, fit.site AS site
  }
  WITH q, model, place, fit, site ORDER BY fit DESC, place.key
  WITH model, place.urbanClass AS urbanClass, collect(CASE WHEN fit IS NOT NULL THEN {q: q, fit: fit, site: site} END) AS fits,
    percentileCont(fit, 0.5) AS median, collect(DISTINCT q) AS requests, count(DISTINCT place) AS requesters
  // Readers get the fit that five requests reach, and the median of ten or more.
  WITH *, CASE $viewer.role WHEN 'staff' THEN fits[0] ELSE reduce(best = [], f IN fits
    | CASE WHEN size(best) = 5 OR any(b IN best WHERE b.q = f.q) THEN best ELSE best + [f] END)[4] END AS best
  WITH *, reduce(all = 0, q IN requests | all + coalesce(q.recordKey, 0)) AS key
  WITH *, [[size(requests), key], [requesters, key * 48271]] AS counts,
    size([q IN requests WHERE q.synthetic]) AS synthetic
  //: part/published
  //: part/synthetic
  WITH * WHERE shown[0] > 0
  ORDER BY shown[0] DESC, model, urbanClass
  RETURN collect({
    model: model,
    urbanClass: urbanClass,
    requests: shown[0],
    syntheticRequests: syntheticRequests,
    requesters: shown[1],
    bestFit: CASE $viewer.role WHEN 'staff' THEN best.fit ELSE round(best.fit, 1) END,
    medianFit: CASE WHEN $viewer.role = 'staff' THEN median WHEN shown[0] >= 10 THEN round(median, 1) END,
    site: best.site,
    suppressed: shown[1] IS NULL
  }) AS rows
}
RETURN {rows: rows} AS answer
