// Newer populations; a row of an older year than the graph has changes nothing. Logarithms follow, and density where
// the land is known.
CYPHER 25
UNWIND $rows AS row
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
RETURN outcome, count(*) AS rows, collect(CASE WHEN outcome <> 'unchanged' AND j.kind = 'COUNTY' THEN j.key END) AS touched
