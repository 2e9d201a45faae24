// A jurisdiction with its parents (place → county → state) and, for a region, its member counties. A population of a
// later year, from a file, stays; `touched` are counties with such populations: what others inherit is older.
CYPHER 25
UNWIND $rows AS row
MERGE (n:Jurisdiction {key: row.key})
WITH n, row, CASE
  WHEN n.fingerprint IS NULL THEN 'created'
  WHEN n.fingerprint <> row.fingerprint THEN 'updated'
  ELSE 'unchanged' END AS outcome
CALL (n, row, outcome) {
  WITH n, row, outcome
  WHERE outcome <> 'unchanged'
  WITH n, row, CASE WHEN n.populationUpdate > coalesce(row.properties.populationYear, 0)
    THEN CASE WHEN row.properties.landArea IS NULL THEN n {.population, .populationYear, .logPopulation}
      ELSE n {.population, .populationYear, .logPopulation, .density, .logDensity, .logDensityKey} END
    ELSE {} END AS newer
  SET n += row.properties, n += newer, n.fingerprint = row.fingerprint,
    n.populationUpdate = newer.populationYear
  WITH n, row
  CALL (n) { OPTIONAL MATCH (n)-[old:PART_OF]->(p) WHERE p.kind <> 'REGION' DELETE old }
  CALL (n, row) {
    UNWIND row.partOf AS parent
    MATCH (p:Jurisdiction {key: parent})
    MERGE (n)-[:PART_OF]->(p)
  }
  CALL (n, row) {
    UNWIND row.members AS member
    MATCH (m:Jurisdiction {key: member})
    MERGE (m)-[:PART_OF]->(n)
  }
}
WITH outcome, count(*) AS rows, collect(CASE WHEN outcome = 'updated' THEN COLLECT {
  MATCH (c:Jurisdiction) WHERE c.key IN row.partOf + row.members + [row.key] AND c.kind = 'COUNTY'
    AND c.populationUpdate IS NOT NULL
  RETURN c.key } ELSE [] END) AS found
RETURN outcome, rows, reduce(all = [], keys IN found | all + keys) AS touched
