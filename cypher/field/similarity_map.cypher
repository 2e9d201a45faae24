// The similarity of the requester to every jurisdiction of a kind, in thousandths and in the order of their codes, null
// where it is unknown. What no part compares that weighs anything or is selected, `ask.compared`, is left out of j.
//: part/requester_features
WITH *, j {.*, logPopulation: CASE WHEN 'size' IN ask.compared THEN j.logPopulation END,
  logDensity: CASE WHEN 'density' IN ask.compared THEN j.logDensity END,
  urbanClass: CASE WHEN 'setting' IN ask.compared THEN j.urbanClass END,
  state: CASE WHEN 'region' IN ask.compared THEN j.state END,
  location: CASE WHEN 'distance' IN ask.compared THEN j.location END,
  county: CASE WHEN 'distance' IN ask.compared THEN j.county END,
  counties: CASE WHEN 'distance' IN ask.compared THEN j.counties END} AS j
//: part/near
CALL (ask, j, near) {
  MATCH (n:Jurisdiction) USING INDEX n:Jurisdiction(kind, state, key)
  WHERE n.kind = ask.kind AND n.state IS NOT NULL AND n.key IS NOT NULL
  //: part/compare
  WITH {code: split(n.key, ':')[1],
    score: CASE WHEN known >= 1 - $similarity.mostUnknown THEN toInteger(round(1000 * score)) END,
    size: toInteger(round(1000 * size)), density: toInteger(round(1000 * density)),
    setting: toInteger(round(1000 * setting)), region: toInteger(round(1000 * region)),
    distance: toInteger(round(1000 * distance)),
    traits: [t IN ask.shown | toInteger(round(1000 / (1 + ((n[t.property] - j[t.property]) / t.halfAt) ^ 2)))]} AS row
  ORDER BY row.code
  RETURN collect(row) AS rows
}
OPTIONAL MATCH (graph:Graph {key: 'graph'})
RETURN {
  codes: [row IN rows | row.code],
  score: [row IN rows | row.score],
  parts: {
    size: [row IN rows | row.size],
    density: [row IN rows | row.density],
    setting: [row IN rows | row.setting],
    region: [row IN rows | row.region],
    distance: [row IN rows | row.distance],
    traits: [at IN range(0, size(ask.shown) - 1) | [row IN rows | row.traits[at]]],
    shown: [t IN ask.shown | t.name]
  },
  weights: ask.weights,
  version: toString(coalesce(graph.dataVersion, 0)),
  error: CASE WHEN size(unknown) > 0 THEN {unknown: unknown} ELSE insufficient END
} AS answer
