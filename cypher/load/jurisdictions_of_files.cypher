// Jurisdictions of files. A row with `counties` makes one: a tribe, township or campus in these counties, or the region
// that they are; what it has in common with its largest county it takes from there. Any other row is a newer
// population: one of an older year than the graph has changes nothing. Logarithms follow, and density where the land is
// known. `touched` are the counties whose regions and campuses are to be computed anew.
CYPHER 25
CALL () {
  UNWIND [row IN $rows WHERE row.counties IS NULL] AS row
  MATCH (j:Jurisdiction {key: row.key})
  WITH j, row, CASE
    WHEN coalesce(j.populationYear, 0) > row.year THEN 'unchanged'
    WHEN j.populationYear = row.year AND j.population = row.population THEN 'unchanged'
    ELSE 'updated' END AS outcome
  FOREACH (_ IN CASE WHEN outcome = 'unchanged' THEN [] ELSE [1] END |
    SET j.population = row.population, j.populationYear = row.year, j.populationUpdate = row.year,
      j.logPopulation = log10(row.population))
  FOREACH (_ IN CASE WHEN outcome <> 'unchanged' AND j.densityBasis = 'OWN' AND j.landArea IS NOT NULL THEN [1] ELSE [] END |
    SET j.density = row.population / j.landArea, j.logDensity = log10(row.population / j.landArea),
      j.logDensityKey = log10(row.population / j.landArea))
  RETURN outcome, CASE WHEN outcome <> 'unchanged' AND j.kind = 'COUNTY' THEN [j.key] ELSE [] END AS touched
UNION ALL
  UNWIND [row IN $rows WHERE row.counties IS NOT NULL] AS row
  MERGE (n:Jurisdiction {key: row.key})
  WITH n, row, CASE
    WHEN n.fingerprint IS NULL THEN 'created'
    WHEN n.fingerprint <> row.fingerprint THEN 'updated'
    ELSE 'unchanged' END AS outcome
  CALL (n, row, outcome) {
    WITH n, row, outcome
    WHERE outcome <> 'unchanged'
    MATCH (c:Jurisdiction) WHERE c.key IN row.counties
    WITH n, row, c ORDER BY c.population DESC, c.key
    WITH n, row, collect(c) AS counties
    WITH n, row, counties, counties[0] AS host
    SET n += row.properties, n += host {.division, .censusRegion, .county, .cbsa, .urbanClass, .location, .ruralUrbanCode,
        .mentalHealthProviders, .povertyPercent, .limitedEnglishPercent, .nativePercent, .age65Percent,
        .groupQuartersPercent},
      n += CASE row.properties.kind WHEN 'CAMPUS' THEN host {.density, .logDensity, .logDensityKey, densityBasis: 'COUNTY'}
        ELSE {density: null, logDensity: null, logDensityKey: 99.0, densityBasis: null} END,
      n.counties = [c IN counties | c.county], n.fromFile = true, n.fingerprint = row.fingerprint,
      n += CASE WHEN n.populationYear > row.year THEN {} ELSE {population: row.population, populationYear: row.year,
        populationUpdate: row.year, logPopulation: log10(row.population)} END
    WITH n, row, counties
    CALL (n) { OPTIONAL MATCH (n)-[old:PART_OF]-() DELETE old }
    CALL (n, row, counties) {
      UNWIND counties AS c
      MATCH (s:Jurisdiction {key: 'us-state:' + c.state})
      FOREACH (_ IN CASE row.properties.kind WHEN 'REGION' THEN [1] ELSE [] END |
        MERGE (c)-[:PART_OF]->(n) MERGE (n)-[:PART_OF]->(s))
      FOREACH (_ IN CASE row.properties.kind WHEN 'REGION' THEN [] ELSE [1] END | MERGE (n)-[:PART_OF]->(c))
    }
  }
  RETURN outcome, CASE WHEN outcome <> 'unchanged' AND row.properties.kind = 'REGION' THEN row.counties ELSE [] END AS touched
}
RETURN outcome, count(*) AS rows, reduce(all = [], keys IN collect(touched) | all + keys) AS touched
