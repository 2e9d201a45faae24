// From ask, j, near, and the list of nodes `also`: `compared`, maps {n, score, its parts, miles}, best first: all of
// `also`, and at least those 50 that had asked by ask.asOf and are the most similar, if at least .4.
// A level is a similarity. Whoever could reach it is found by index and compared, and when 50 do reach it nobody else
// can be among the 50 nearest; if not, the next level is tried. Neo4j is lazy: what comes after is not run.
// A cell has one kind, urban class and division; `rest` is what size and density must bring to reach the level, where
// a point in the same county and, in the own division, the same state is thought of everybody.
WITH *, ask.parts AS w
WITH *, 1.0 - CASE WHEN j.logPopulation IS NULL THEN w.size ELSE 0.0 END - CASE WHEN j.logDensity IS NULL THEN w.density ELSE 0.0 END
  - CASE WHEN j.urbanClass IS NULL THEN w.setting ELSE 0.0 END AS whole, COLLECT {
  MATCH (s:Jurisdiction) USING INDEX s:Jurisdiction(kind, state, key)
  WHERE s.kind = 'STATE' AND s.state IS NOT NULL AND s.key IS NOT NULL AND j.kind <> 'STATE'
  WITH DISTINCT s.division AS division, s.censusRegion AS region
  UNWIND ['COUNTY', 'PLACE', 'CAMPUS', 'REGION'] AS kind
  UNWIND range(0, 4) AS class
  RETURN {kind: kind, class: class, division: division, known: w.distance
    + CASE WHEN division = j.division THEN w.region WHEN region = j.censusRegion THEN 0.25 * w.region ELSE 0.0 END
    + coalesce(w.setting * coalesce(ask.kinds[j.kind + '|' + kind], 0.0) * (1 - abs(class - j.urbanClass) / 4.0), 0.0)}
} AS cells
CALL (ask, j, near, also, whole, cells) {
  UNWIND CASE WHEN COUNT { (:Requester) } > 800 THEN [0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5, 0.4] ELSE [0.4] END AS level
  CALL (ask, j, near, also, whole, cells, level) {
    CALL (ask, j, also, whole, cells, level) {
      UNWIND cells AS cell
      WITH j, ask.parts AS w, cell, (level - 0.000001) * whole - cell.known AS rest
      WITH j, w, cell, rest, CASE WHEN rest <= w.density THEN 99.0
        WHEN rest - w.density < w.size THEN 0.6 * sqrt(w.size / (rest - w.density) - 1) END AS apart
      WHERE apart IS NOT NULL
      MATCH (n:Requester) USING INDEX n:Requester(kind, urbanClass, division, logPopulation, logDensity)
      WHERE n.kind = cell.kind AND n.urbanClass = cell.class AND n.division = cell.division
        AND coalesce(j.logPopulation - apart, -99.0) <= n.logPopulation <= coalesce(j.logPopulation + apart, 99.0)
        AND n.logDensity IS NOT NULL
        AND coalesce(w.size / (1 + ((n.logPopulation - j.logPopulation) / 0.6) ^ 2), 0.0)
          + coalesce(w.density / (1 + ((n.logDensity - j.logDensity) / 0.6) ^ 2), 0.0) >= rest
      RETURN n
    UNION
      WITH j WHERE j.kind = 'STATE'
      MATCH (n:Requester) USING INDEX n:Requester(kind, state, logPopulation)
      WHERE n.kind = 'STATE' AND n.state IS NOT NULL AND n.logPopulation IS NOT NULL
      RETURN n
    UNION
      UNWIND also AS n
      RETURN n
    }
    WITH ask, j, near, also, level, n
    WHERE (n.kind = 'STATE') = (j.kind = 'STATE')
    //: part/compare
    WITH also, n, score, size, density, setting, region, distance, miles,
      n.firstAnswered < ask.asOf AND round(score, 6) >= level AS reached
    WHERE reached OR n IN also
    WITH {n: n, score: score, size: size, density: density, setting: setting, region: region, distance: distance,
      miles: miles} AS c, reached
    ORDER BY round(c.score, 6) DESC, c.n.key
    RETURN collect(c) AS compared, count(CASE WHEN reached THEN 1 END) AS reached
  }
  WITH compared WHERE reached >= 50 OR level = 0.4
  LIMIT 1
  RETURN compared
}
