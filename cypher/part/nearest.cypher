// From ask, j and near: `nearest`, the at most 50 requesters by ask.asOf that are most similar and at least .4: maps
// {n, score}, best first. States are found by kind, others by index.
// A level is a similarity. Whoever could reach it is found by index and compared, and when 50 do reach it nobody else
// can be among the 50 nearest; if not, the next level is tried. Neo4j is lazy: what comes after is not run.
// A cell has one kind, urban class and division; `known` is the most that it brings to a score, where everybody is
// thought of as in a county that touches and, in the own division, in the same state.
WITH *, COLLECT {
  MATCH (s:Jurisdiction) USING INDEX s:Jurisdiction(kind, state, key)
  WHERE s.kind = 'STATE' AND s.state IS NOT NULL AND s.key IS NOT NULL AND j.kind <> 'STATE'
  WITH DISTINCT s.division AS division, s.censusRegion AS region, ask.parts AS w
  UNWIND ['COUNTY', 'PLACE', 'CAMPUS', 'REGION'] AS kind
  UNWIND range(0, 4) AS class
  RETURN {kind: kind, class: class, division: division, own: division = j.division, known: w.distance
    + CASE WHEN division = j.division THEN w.region WHEN region = j.censusRegion THEN 0.25 * w.region ELSE 0.0 END
    + coalesce(w.setting * coalesce(ask.kinds[j.kind + '|' + kind], 0.0) * (1 - abs(class - j.urbanClass) / 4.0), 0.0)}
} AS cells
CALL (ask, j, near, cells) {
  UNWIND CASE WHEN COUNT { (:Requester) } > 800 THEN [0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5, 0.4] ELSE [0.4] END AS level
  CALL (ask, j, near, cells, level) {
    WITH ask.parts AS w, (level - 0.000001) * (1.0
      - CASE WHEN j.logPopulation IS NULL THEN ask.parts.size ELSE 0.0 END
      - CASE WHEN j.logDensity IS NULL THEN ask.parts.density ELSE 0.0 END
      - CASE WHEN j.urbanClass IS NULL THEN ask.parts.setting ELSE 0.0 END) AS least
    UNWIND cells AS cell
    WITH w, cell, least - cell.known AS rest
    WITH w, cell, rest, CASE WHEN rest <= w.density THEN 99.0
      WHEN rest < w.density + w.size THEN 0.6 * sqrt(w.size / (rest - w.density) - 1) END AS apart
    WHERE apart IS NOT NULL
    MATCH (n:Requester) USING INDEX n:Requester(kind, urbanClass, division, logPopulation, logDensity, state)
    WHERE n.kind = cell.kind AND n.urbanClass = cell.class AND n.division = cell.division
      AND coalesce(j.logPopulation - apart, -99.0) <= n.logPopulation <= coalesce(j.logPopulation + apart, 99.0)
      AND n.logDensity IS NOT NULL AND n.state IS NOT NULL
      AND coalesce(w.size / (1 + ((n.logPopulation - j.logPopulation) / 0.6) ^ 2), 0.0)
        + coalesce(w.density / (1 + ((n.logDensity - j.logDensity) / 0.6) ^ 2), 0.0)
        >= CASE WHEN cell.own AND n.state <> j.state THEN rest + 0.5 * w.region ELSE rest END
    WITH n
    //: part/compare
    WHERE n.firstAnswered < ask.asOf AND round(score, 6) >= level AND score >= 0.4
    WITH n, score ORDER BY round(score, 6) DESC, n.key LIMIT 50
    RETURN collect({n: n, score: score}) AS reached
  }
  WITH reached WHERE size(reached) = 50 OR level = 0.4
  LIMIT 1
  RETURN reached AS nearest
}
