// The jurisdictions most similar to `this` that pass a filter, by the weights `ask.parts`. With `ask.stored` they are
// the list SIMILAR_TO, if there is one. Otherwise all others are compared but those that cannot be among them: the
// last of the stored ones has a score that the last of all reaches too (`ask.bounded`: the filter is of the node alone,
// so stored ones can be filtered), and to reach it takes a size and a density.
WITH ask, this AS j, ask.stored AND EXISTS { (this)-[:SIMILAR_TO]->() } AS stored
//: part/near
CALL (ask, j) {
  MATCH (j)-[s:SIMILAR_TO]->(node)
  WHERE ask.bounded AND true /* where: node */
  // Stored parts are rounded.
  WITH ask.parts AS w, s.size AS size, s.density AS density, s.setting AS setting, s.region AS region,
    s.distance AS distance, ask, j, node AS n
  //: part/mean
  WITH score
  ORDER BY score DESC SKIP $similarity.neighbors - 1 LIMIT 1
  RETURN collect(score - 2 * $similarity.rounding) AS reached
}
WITH *, coalesce(reached[0], 0.0) AS floor, ask.parts AS w
WITH *, CASE WHEN floor > 1 - w.size
    THEN $similarity.halfAtLog10 * sqrt(w.size / (floor - 1 + w.size) - 1) END AS sizeApart,
  CASE WHEN floor > 1 - w.density AND j.logDensity IS NOT NULL
    THEN $similarity.halfAtLog10 * sqrt(w.density / (floor - 1 + w.density) - 1) END AS densityApart
// A population is never between null and another number: with stored ones the index is not read.
WITH *, CASE WHEN NOT stored THEN coalesce(10 ^ (j.logPopulation - sizeApart) * (1 - $similarity.tie), 0) END AS fewest,
  coalesce(10 ^ (j.logPopulation + sizeApart) * (1 + $similarity.tie), 1e12) AS most
CALL (ask, j, own, stored, fewest, most, densityApart) {
  WITH j, stored WHERE stored
  MATCH (j)-[s:SIMILAR_TO]->(node) WHERE s.rank <= $similarity.neighbors
  RETURN node
UNION ALL
  WITH j, own, stored, fewest, most, densityApart WHERE NOT stored
  MATCH (node:Jurisdiction) WHERE fewest <= node.population <= most
    AND (densityApart IS NULL OR node.logDensity IS NULL
      OR abs(node.logDensity - j.logDensity) <= densityApart + $similarity.tie)
    AND true /* where: node */
    AND (node.kind = 'STATE') = (j.kind = 'STATE') AND node <> j
  WITH j, own, node AS n
  WHERE true
  //: part/nested
  RETURN n AS node
}
WITH ask, j, near, node, node AS n
//: part/compare
WHERE known >= 1 - $similarity.mostUnknown
WITH ask, j, node, {score: score, rounded: round(score, $similarity.orderDecimals), size: size, density: density,
  setting: setting, region: region, distance: distance, miles: miles, known: known} AS edge
WHERE true /* where */
WITH ask, j, node, edge ORDER BY edge.rounded DESC, node.key LIMIT $similarity.neighbors
WITH ask, j, collect({node: node, edge: edge}) AS found
UNWIND range(0, size(found) - 1) AS place
WITH ask, ask.parts AS w, j, found[place].node AS node, found[place].edge AS edge, place
WITH ask, j, w, node, edge, place, {miles: edge.miles, near: edge.distance = 1,
  here: j {.name, .comparedAs, .population, .density, .urbanClass, .state, .division, .censusRegion},
  there: node {.name, .comparedAs, .population, .density, .urbanClass, .state, .division, .censusRegion}} AS facts
WITH node, edge {.*, rank: place + 1, factors: [f IN [
    {name: 'SIZE', weight: w.size / edge.known, value: edge.size},
    {name: 'DENSITY', weight: w.density / edge.known, value: edge.density},
    {name: 'SETTING', weight: w.setting / edge.known, value: edge.setting},
    {name: 'REGION', weight: w.region / edge.known, value: edge.region},
    {name: 'DISTANCE', weight: w.distance / edge.known, value: edge.distance}
  ] WHERE f.value IS NOT NULL AND f.weight > 0 | f {.*, contribution: f.weight * f.value, facts: facts}]
  // Traits are shown beside one another whatever they weigh.
  + [f IN [t IN $similarity.traits WHERE node[t.property] IS NOT NULL AND j[t.property] IS NOT NULL | {name: t.name,
      weight: coalesce([a IN ask.traits WHERE a.property = t.property | a.weight / edge.known][0], 0.0),
      value: 1 / (1 + ((node[t.property] - j[t.property]) / t.halfAt) ^ 2),
      facts: {values: [j[t.property], node[t.property]]}}]
    | f {.*, contribution: f.weight * f.value}]} AS edge
RETURN node, edge
