// 01 · Similar sites
// Which sites serve a place most like Vinton County, OH, and on which features? (formula for a county)
CYPHER 25
MATCH (j:Jurisdiction {key: 'us-county:39163'})
MATCH (site:Site {status: 'CURRENT'})-[:SERVES]->(n:Jurisdiction)
WITH site, n,
  1 / (1 + ((n.logPopulation - j.logPopulation) / 0.6) ^ 2) AS size,
  1 / (1 + ((n.logDensity - j.logDensity) / 0.6) ^ 2) AS density,
  CASE n.kind WHEN 'COUNTY' THEN 1.0 WHEN 'REGION' THEN 0.9 WHEN 'PLACE' THEN 0.5 WHEN 'CAMPUS' THEN 0.15 END
    * (1 - abs(n.urbanClass - j.urbanClass) / 4.0) AS setting,
  CASE WHEN n.state = j.state THEN 1.0 WHEN n.division = j.division THEN 0.5
    WHEN n.censusRegion = j.censusRegion THEN 0.25 ELSE 0.0 END AS region,
  CASE WHEN EXISTS { (j)-[:ADJACENT_TO]-(x) WHERE x.county IN coalesce(n.counties, [n.county]) } OR n.county = j.county
    THEN 1.0 ELSE 0.5 ^ (point.distance(n.location, j.location) / 1609.344 / 150) END AS distance
WITH site, n, size, density, setting, region, distance,
  // A place may have no density: then the other weights are divided by their sum.
  (0.35 * size + coalesce(0.15 * density, 0.0) + 0.30 * setting + 0.12 * region + 0.08 * distance)
    / CASE WHEN density IS NULL THEN 0.85 ELSE 1.0 END AS similarity
ORDER BY similarity DESC, n.key
WITH site, collect({name: n.name + ', ' + n.state, similarity: similarity, size: size, density: density,
  setting: setting, region: region, distance: distance})[0] AS best
RETURN site.name AS site, best.name AS serves, best.similarity AS similarity, best.size AS size,
  best.density AS density, best.setting AS setting, best.region AS region, best.distance AS distance
ORDER BY similarity DESC, site
