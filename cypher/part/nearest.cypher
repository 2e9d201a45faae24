// From ask, j, near and the nodes `also`, lists of maps {n, score, …}, best first: `nearest`, the at most 50
// requesters by ask.asOf that are most similar and at least .4, and `alike`, all of `also`, with their parts.
//
// A level is a similarity. Whoever could reach it is found by index and compared; when 50 do reach it, nobody
// else can be among the 50 nearest, else the next level is tried. Neo4j is lazy: what comes after is not run.
// A cell has one kind, urban class and division. `rest` is what size and density must bring, where each is
// thought of as in a county that touches, and in the own division as in the own state. What j does not know
// counts as much as it is asked to.
WITH *, COLLECT {
  MATCH (s:Jurisdiction) USING INDEX s:Jurisdiction(kind, state, key)
  WHERE s.kind = 'STATE' AND s.state IS NOT NULL AND s.key IS NOT NULL AND j.kind <> 'STATE'
  WITH DISTINCT s.division AS division, s.censusRegion AS region
  UNWIND ['COUNTY', 'PLACE', 'CAMPUS', 'REGION'] AS kind
  UNWIND range(0, 4) AS class
  RETURN {kind: kind, class: class, division: division, own: division = j.division,
    region: CASE WHEN division = j.division THEN 1.0 WHEN region = j.censusRegion THEN 0.25 ELSE 0.0 END,
    setting: ask.kinds[j.kind + '|' + kind] * (1 - abs(class - j.urbanClass) / 4.0)}
} AS cells
CALL (ask, j, near, cells) {
  UNWIND CASE WHEN COUNT { (:Requester) } > 800
    THEN [0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5, 0.4] ELSE [0.4] END AS level
  CALL (ask, j, near, cells, level) {
    WITH ask.parts AS w
    UNWIND cells AS cell
    WITH w, cell, level - 0.000001 - w.distance - w.region * cell.region
      - w.setting * coalesce(cell.setting, level) AS rest
    WITH w, cell, rest, CASE WHEN rest <= w.density THEN 99.0
      WHEN rest < w.density + w.size THEN 0.6 * sqrt(w.size / (rest - w.density) - 1) END AS apart
    WHERE apart IS NOT NULL
    MATCH (n:Requester)
    USING INDEX n:Requester(kind, urbanClass, division, logPopulation, logDensity, state)
    WHERE n.kind = cell.kind AND n.urbanClass = cell.class AND n.division = cell.division
      AND n.logPopulation >= coalesce(j.logPopulation - apart, -99.0)
      AND n.logPopulation <= coalesce(j.logPopulation + apart, 99.0)
      AND n.logDensity IS NOT NULL AND n.state IS NOT NULL
      AND w.size * coalesce(1 / (1 + ((n.logPopulation - j.logPopulation) / 0.6) ^ 2), level)
        + w.density * coalesce(1 / (1 + ((n.logDensity - j.logDensity) / 0.6) ^ 2), level)
        >= CASE WHEN cell.own AND n.state <> j.state THEN rest + 0.5 * w.region ELSE rest END
    WITH n
    //: part/compare
    WHERE n.firstAnswered < ask.asOf AND round(score, 6) >= level AND score >= 0.4
    WITH n, score ORDER BY round(score, 6) DESC, n.key LIMIT 50
    RETURN collect({n: n, score: score}) AS reached
  }
  WITH reached WHERE size(reached) = 50 OR level = 0.4
  LIMIT 1
  RETURN reached
}
CALL (ask, j, near, also) {
  UNWIND also + COLLECT {
    WITH j WHERE j.kind = 'STATE'
    MATCH (n:Requester) USING INDEX n:Requester(kind, state, logPopulation)
    WHERE n.kind = 'STATE' AND n.state IS NOT NULL AND n.logPopulation IS NOT NULL
    RETURN n
  } AS n
  WITH DISTINCT n WHERE (n.kind = 'STATE') = (j.kind = 'STATE')
  //: part/compare
  WITH {n: n, score: score, size: size, density: density, setting: setting, region: region,
    distance: distance, miles: miles} AS c
  ORDER BY round(c.score, 6) DESC, c.n.key
  RETURN collect(c) AS alike
}
// A state is compared with states, all of which are in `alike`.
WITH *, CASE j.kind WHEN 'STATE' THEN [c IN alike WHERE c.n.firstAnswered < ask.asOf AND c.score >= 0.4][..50]
  ELSE reached END AS nearest
