// From ask, j, own, near and the nodes `also`: `compared`, maps {n, score, …} of all of these with their parts, best first.
// For a state they include all states that made requests.
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
  ORDER BY round(c.score, $similarity.orderDecimals) DESC, c.n.key
  RETURN collect(c) AS compared
}
