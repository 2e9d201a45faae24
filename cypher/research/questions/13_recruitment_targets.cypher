// 13 · Recruitment targets
// Which models are asked for where no current site that operates them is .5 similar or more: recruitment targets?
CYPHER 25
MATCH (j:Jurisdiction)<-[:FROM]-(:Request)
WHERE j.kind <> 'STATE'
WITH DISTINCT j
WITH j, COLLECT { MATCH (j)-[:ADJACENT_TO]-(x) RETURN x.county }
  + COLLECT { UNWIND coalesce(j.counties, [j.county]) AS county MATCH (:Jurisdiction {key: 'us-county:' + county})-[:ADJACENT_TO]-(x)
    RETURN x.county } + coalesce(j.counties, [j.county]) AS near
MATCH (site:Site {status: 'CURRENT'})-[:SERVES]->(n:Jurisdiction)
WITH *, {COUNTY: {REGION: 0.9, PLACE: 0.5, CAMPUS: 0.15}, PLACE: {COUNTY: 0.5, REGION: 0.5, CAMPUS: 0.3},
  CAMPUS: {COUNTY: 0.15, PLACE: 0.3, REGION: 0.1}, REGION: {COUNTY: 0.9, PLACE: 0.5, CAMPUS: 0.1}} AS alike
WITH j, site, (0.35 / (1 + ((n.logPopulation - j.logPopulation) / 0.6) ^ 2)
  + coalesce(0.15 / (1 + ((n.logDensity - j.logDensity) / 0.6) ^ 2), 0.0)
  // A city and its county that are one government count as the kind that is more alike.
  + 0.30 * reduce(most = 0.0, a IN CASE WHEN j.placeKey IS NULL THEN [j.kind] ELSE ['COUNTY', 'PLACE'] END
    | reduce(most = most, b IN CASE WHEN n.placeKey IS NULL THEN [n.kind] ELSE ['COUNTY', 'PLACE'] END
      | CASE WHEN a = b THEN 1.0 WHEN alike[a][b] > most THEN alike[a][b] ELSE most END))
    * (1 - abs(n.urbanClass - j.urbanClass) / 4.0)
  + 0.12 * CASE WHEN n.state = j.state THEN 1.0 WHEN n.division = j.division THEN 0.5
      WHEN n.censusRegion = j.censusRegion THEN 0.25 ELSE 0.0 END
  + 0.08 * CASE WHEN any(c IN coalesce(n.counties, [n.county]) WHERE c IN near) THEN 1.0
      ELSE 0.5 ^ (point.distance(n.location, j.location) / 1609.344 / 150) END)
  // A place may have no density: then the other weights are divided by their sum.
  / CASE WHEN n.logDensity IS NULL OR j.logDensity IS NULL THEN 0.85 ELSE 1.0 END AS similarity
WITH j, site, max(similarity) AS similarity
WITH j, similarity, COLLECT { MATCH (site)-[:OPERATES]->(model) RETURN model.key } AS operates
WITH j, collect({operates: operates, similarity: similarity}) AS fits
MATCH (j)<-[:FROM]-(request:Request)-[:ABOUT]->(model:ProgramModel)
WITH j, request, model, reduce(best = null, f IN [f IN fits WHERE model.key IN f.operates]
  | CASE WHEN best >= f.similarity THEN best ELSE f.similarity END) AS fit
WHERE coalesce(fit, 0.0) < 0.5
RETURN model.name AS model, count(DISTINCT request) AS requests,
  count(DISTINCT CASE WHEN request.synthetic THEN request END) AS synthetic, j.urbanClass AS urbanClass,
  count(DISTINCT j) AS requesters, max(fit) AS bestFit
ORDER BY requests DESC, model, urbanClass
