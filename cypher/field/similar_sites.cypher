// Other sites similar to `this`: by the most similar jurisdictions that the two serve, by models and topics in
// common (of those that either has), and by agency. domain/site_similarity.py has the numbers.
MATCH (this)-[:SERVES]->(j)
//: part/near
MATCH (node:Site)-[:SERVES]->(n)
WHERE node <> this AND (node.status = 'CURRENT' OR ask.includeFormer) AND (n.kind = 'STATE') = (j.kind = 'STATE')
//: part/compare
WITH ask, this, node, {here: j.name + ', ' + j.state, there: n.name + ', ' + n.state, score: score} AS pair
ORDER BY score DESC, j.key, n.key
WITH ask, this, node, collect(pair)[0] AS pair,
  COLLECT { MATCH (this)-[:OPERATES]->(m) RETURN m } AS models,
  COLLECT { MATCH (node)-[:OPERATES]->(m) RETURN m } AS itsModels,
  COLLECT { MATCH (this)-[:SPECIALIZES_IN]->(t) RETURN t } AS topics,
  COLLECT { MATCH (node)-[:SPECIALIZES_IN]->(t) RETURN t } AS itsTopics,
  [part IN [$siteSimilarity.agencies[this.agencyType + '|' + node.agencyType],
      1 - 1.0 * abs($siteSimilarity.swornBands[this.swornBand] - $siteSimilarity.swornBands[node.swornBand])
        / $siteSimilarity.swornBandSteps]
    WHERE part IS NOT NULL] AS agency
WITH *, [m IN models WHERE m IN itsModels | m.name] AS sharedModels, [t IN topics WHERE t IN itsTopics | t.name] AS sharedTopics
WITH ask, node, [f IN [
    {name: 'PLACE', raw: $siteSimilarity.weights.place, value: pair.score, facts: pair},
    {name: 'MODELS', raw: $siteSimilarity.weights.models,
      facts: {shared: sharedModels, all: size(models + itsModels) - size(sharedModels)}},
    {name: 'TOPICS', raw: $siteSimilarity.weights.topics,
      facts: {shared: sharedTopics, all: size(topics + itsTopics) - size(sharedTopics)}},
    {name: 'AGENCY', raw: $siteSimilarity.weights.agency,
      facts: {here: this.agencyType, there: node.agencyType},
      value: CASE size(agency) WHEN 0 THEN null ELSE reduce(all = 0.0, part IN agency | all + part) / size(agency) END}
  ] | f {.*, value: CASE WHEN f.facts.all > 0 THEN 1.0 * size(f.facts.shared) / f.facts.all ELSE f.value END}] AS factors
WITH node, [f IN factors WHERE f.value IS NOT NULL] AS active
WITH *, reduce(all = 0.0, f IN active | all + f.raw) AS total
WITH node, [f IN active | f {.name, .value, .facts, weight: f.raw / total, contribution: f.raw / total * f.value}] AS factors
WITH node, factors, reduce(all = 0.0, f IN factors | all + f.contribution) AS score
WITH node, {score: score, rounded: round(score, $similarity.orderDecimals), factors: factors} AS edge
RETURN node, edge
