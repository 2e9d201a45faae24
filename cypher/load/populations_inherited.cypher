// What places and campuses inherit from their county, and regions sum, after populations of counties have changed.
CYPHER 25
CALL () {
  UNWIND $keys AS key
  MATCH (c:Jurisdiction {key: key})<-[:PART_OF]-(inside:Jurisdiction {densityBasis: 'COUNTY'})
  SET inside.density = c.density, inside.logDensity = c.logDensity, inside.logDensityKey = c.logDensity
}
CALL () {
  UNWIND $keys AS key
  MATCH (:Jurisdiction {key: key})-[:PART_OF]->(r:Jurisdiction {kind: 'REGION'})
  WITH DISTINCT r
  CALL (r) {
    MATCH (r)<-[:PART_OF]-(m:Jurisdiction)
    WITH r, sum(m.population) AS people, sum(m.landArea) AS land, max(m.populationYear) AS year,
      sum(m.population * m.location.latitude) AS latitude, sum(m.population * m.location.longitude) AS longitude
    SET r.population = people, r.landArea = land, r.density = people / land, r.populationYear = year,
      r.populationUpdate = year, r.logPopulation = log10(people), r.logDensity = log10(people / land),
      r.logDensityKey = log10(people / land),
      r.location = point({latitude: latitude / people, longitude: longitude / people})
  }
  CALL (r) {
    MATCH (r)<-[:PART_OF]-(m:Jurisdiction)
    WITH r, m.urbanClass AS class, sum(m.population) AS people ORDER BY people DESC, class LIMIT 1
    SET r.urbanClass = class
  }
}
