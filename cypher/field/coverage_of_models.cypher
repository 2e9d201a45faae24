// Models that were asked for where no current site that operates them serves a similar jurisdiction, by urban
// class of who asked. Similar is `ask.similarity` or more, by the parts of SIMILAR_TO.
WITH ask, this, COLLECT {
  MATCH (s:Site {status: 'CURRENT'})
  RETURN {key: s.key, serves: COLLECT { MATCH (s)-[:SERVES]->(n) RETURN n },
    operates: COLLECT { MATCH (s)-[:OPERATES]->(m) RETURN m.key }} AS site
} AS sites
CALL (ask, this, sites) {
  MATCH (q:Request)-[:FROM]->(j) WHERE this.from <= q.month <= this.until AND j.kind <> 'STATE'
  WITH DISTINCT ask, this, sites, j
  CALL (ask, j, sites) {
    //: part/near
    UNWIND sites AS site
    UNWIND site.serves AS n
    //: part/compare
    WITH site.key AS key, site.operates AS operates, max(score) AS score
    ORDER BY score DESC, key
    RETURN collect({site: key, operates: operates, score: score}) AS fits
  }
  MATCH (j)<-[:FROM]-(q:Request)-[:ABOUT]->(m) WHERE this.from <= q.month <= this.until
  WITH ask, q, j, m, [f IN fits WHERE m.key IN f.operates][0] AS fit
  WHERE coalesce(fit.score, 0.0) < ask.similarity
  ORDER BY fit.score DESC, j.key
  WITH m.key AS model, j.urbanClass AS urbanClass, collect(fit)[0] AS closest,
    percentileCont(fit.score, 0.5) AS median,
    collect(DISTINCT q) AS requests, count(DISTINCT j) AS requesters
  WITH *, reduce(all = 0, q IN requests | all + coalesce(q.recordKey, 0)) AS key
  WITH *, [[size(requests), key], [requesters, key * 48271]] AS counts
  //: part/published
  WITH * WHERE shown[0] > 0
  ORDER BY shown[0] DESC, model, urbanClass
  RETURN collect({
    model: model,
    urbanClass: urbanClass,
    requests: shown[0],
    requesters: shown[1],
    bestFit: CASE $viewer.role WHEN 'staff' THEN closest.score ELSE round(closest.score, 1) END,
    medianFit: CASE $viewer.role WHEN 'staff' THEN median ELSE round(median, 1) END,
    site: closest.site,
    suppressed: shown[1] IS NULL
  }) AS rows
}
RETURN {rows: rows} AS answer
