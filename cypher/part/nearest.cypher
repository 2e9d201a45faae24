// From ask, j, own, near and the nodes `also`, lists of maps {n, score, …}, best first: `nearest`, the requesters by
// ask.asOf that are most similar, as many and as similar as domain/recommendation.py says, and `compared`, all of
// `also`, with their parts.
//
// A level is a similarity. Requesters that could reach it are found by index and compared; when enough reach it,
// no other can be among the nearest, else the next level is tried. Neo4j is lazy: later levels are not run.
// A cell has one kind, urban class and division. `rest` is what size and density must bring, assuming
// the nearest distance, and within the division of j its state. A feature that j does not know counts as the level,
// and so does the density of n where it is unknown (99: an index has no nulls).
// What contains j, or lies in it, is no other jurisdiction.
WITH *, COLLECT {
  CALL (j) {
    MATCH (s:Jurisdiction) USING INDEX s:Jurisdiction(kind, state, key)
    WHERE s.kind = 'STATE' AND s.state IS NOT NULL AND s.key IS NOT NULL AND j.kind <> 'STATE'
    WITH DISTINCT s.division AS division, s.censusRegion AS region
    UNWIND ['COUNTY', 'CITY_COUNTY', 'PLACE'] AS kind
    UNWIND range(0, $similarity.urbanSteps) AS class
    RETURN kind, class, division, region
  UNION ALL
    // Of the few campuses, regions and tribes, only the cells that they are in.
    MATCH (s:Jurisdiction) USING INDEX s:Jurisdiction(kind, state, key)
    WHERE s.kind IN ['CAMPUS', 'REGION', 'TRIBE'] AND s.state IS NOT NULL AND s.key IS NOT NULL AND j.kind <> 'STATE'
    RETURN DISTINCT s.comparedAs AS kind, s.urbanClass AS class, s.division AS division, s.censusRegion AS region
  }
  RETURN {kind: kind, class: class, division: division, own: division = j.division,
    region: CASE WHEN division = j.division THEN $similarity.sameState
      WHEN region = j.censusRegion THEN $similarity.sameRegion ELSE 0.0 END,
    setting: $similarity.kinds[j.comparedAs + '|' + kind]
      * (1 - 1.0 * abs(class - j.urbanClass) / $similarity.urbanSteps)}
} AS cells
CALL (ask, j, near, own, cells) {
  UNWIND CASE WHEN COUNT { (:Requester) } > $recommendation.fewRequesters
    THEN $recommendation.levels ELSE [$recommendation.leastSimilar] END AS level
  CALL (ask, j, near, own, cells, level) {
    WITH ask.parts AS w
    UNWIND cells AS cell
    WITH w, cell, level - $similarity.tie - ask.traitWeight - w.distance - w.region * cell.region
      - w.setting * coalesce(cell.setting, level) AS rest
    WITH w, cell, rest, CASE WHEN rest <= w.density THEN 99.0
      WHEN rest < w.density + w.size THEN $similarity.halfAtLog10 * sqrt(w.size / (rest - w.density) - 1) END AS apart
    WHERE apart IS NOT NULL
    MATCH (n:Requester)
    USING INDEX n:Requester(comparedAs, urbanClass, division, logPopulation, logDensityKey, state)
    WHERE n.comparedAs = cell.kind AND n.urbanClass = cell.class AND n.division = cell.division
      AND n.logPopulation >= coalesce(j.logPopulation - apart, -99.0)
      AND n.logPopulation <= coalesce(j.logPopulation + apart, 99.0)
      AND n.logDensityKey IS NOT NULL AND n.state IS NOT NULL
      AND w.size * coalesce(1 / (1 + ((n.logPopulation - j.logPopulation) / $similarity.halfAtLog10) ^ 2), level)
        + w.density * coalesce(CASE WHEN n.logDensityKey < $similarity.unknownDensity
          THEN 1 / (1 + ((n.logDensityKey - j.logDensity) / $similarity.halfAtLog10) ^ 2) END, level)
        >= CASE WHEN cell.own AND n.state <> j.state
          THEN rest + ($similarity.sameState - $similarity.sameDivision) * w.region ELSE rest END
    WITH n
    //: part/compare
    WHERE n.firstAnswered < ask.asOf AND round(score, $similarity.orderDecimals) >= level
      AND score >= $recommendation.leastSimilar AND known >= 1 - $similarity.mostUnknown
      //: part/nested
    WITH n, score ORDER BY round(score, $similarity.orderDecimals) DESC, n.key LIMIT $recommendation.neighbors
    RETURN collect({n: n, score: score}) AS reached
  }
  WITH reached WHERE size(reached) = $recommendation.neighbors OR level = $recommendation.leastSimilar
  LIMIT 1
  RETURN reached
}
//: part/compared
// A state is compared with states, all of which are in `compared`.
WITH *, CASE j.kind
  WHEN 'STATE' THEN [c IN compared WHERE c.n.firstAnswered < ask.asOf
    AND c.score >= $recommendation.leastSimilar][..$recommendation.neighbors]
  ELSE reached END AS nearest
