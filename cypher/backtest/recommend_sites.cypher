// The ranking of `recommendSites` with its numbers alone.
CYPHER 25
WITH $ask AS ask
CALL (ask) {
//: field/recommend_sites
}
RETURN answer.error AS error,
  [row IN answer.rows | row {.key, .score, factors: [f IN row.factors | f {.name, .value, .contribution}]}] AS rows
