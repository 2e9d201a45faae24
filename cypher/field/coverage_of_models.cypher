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
      WITH ask, sites, place {.location, .logPopulation, .logDensity, .comparedAs, .urbanClass, .state, .division,
        .censusRegion, .county, .counties} AS j
      //: part/near
      UNWIND sites AS site
      UNWIND site.serves AS n
      //: part/compare
      WITH site.key AS key, site.operates AS operates, max(score) AS score
      ORDER BY score DESC, key
      RETURN collect({site: key, operates: operates, score: score}) AS fits
    }
    // All requests of a place about a model have one fit.
    CALL (this, place) {
      MATCH (place)<-[:FROM]-(q:Request)-[:ABOUT]->(m) WHERE this.from <= q.month <= this.until
      RETURN m.key AS model, collect(q) AS requests
    }
    WITH model, requests, [f IN fits WHERE model IN f.operates][0] AS fit
    WHERE coalesce(fit.score, 0.0) < ask.similarity
    RETURN model, {place: place.key, fit: fit.score, site: fit.site, requests: requests} AS found
  }
  WITH model, place.urbanClass AS urbanClass, collect(found) AS found, count(*) AS requesters
  CALL (found) {
    UNWIND found AS f
    UNWIND f.requests AS q
    WITH percentileCont(f.fit, 0.5) AS median, collect(DISTINCT q) AS requests
    RETURN median, size(requests) AS number, size([q IN requests WHERE q.synthetic]) AS synthetic,
      reduce(all = 0, q IN requests | all + coalesce(q.recordKey, 0)) AS key
  }
  // Readers get the fit that five requests reach, and the median of ten or more.
  CALL (found) {
    UNWIND found AS f
    WITH f WHERE f.fit IS NOT NULL
    ORDER BY f.fit DESC, f.place
    WITH collect(f) AS fits
    RETURN CASE $viewer.role WHEN 'staff' THEN fits[0] ELSE reduce(best = [], f IN fits
      | CASE WHEN size(best) >= 5 THEN best
        ELSE best + [q IN f.requests WHERE NOT q IN [b IN best | b.q] | {q: q, fit: f.fit, site: f.site}]
        END)[4] END AS best
  }
  WITH *, [[number, key], [requesters, key % 2147483647 * 48271]] AS counts
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
