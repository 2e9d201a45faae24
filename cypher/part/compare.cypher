// From ask, j, near and n: five partial similarities in [0, 1], null where one side is unknown, and their mean
// `score`. domain/similarity.py has the numbers.
WITH *, ask.parts AS w, point.distance(n.location, j.location) / $similarity.metersPerMile AS miles
WITH *,
  1 / (1 + ((n.logPopulation - j.logPopulation) / $similarity.halfAtLog10) ^ 2) AS size,
  CASE WHEN n.logDensityKey < $similarity.unknownDensity
    THEN 1 / (1 + ((n.logDensityKey - j.logDensity) / $similarity.halfAtLog10) ^ 2) END AS density,
  coalesce($similarity.kinds[j.comparedAs + '|' + n.comparedAs], 0.0)
    * (1 - 1.0 * abs(n.urbanClass - j.urbanClass) / $similarity.urbanSteps) AS setting,
  CASE WHEN j.state IS NULL THEN null
    WHEN n.state = j.state THEN $similarity.sameState
    WHEN n.division = j.division THEN $similarity.sameDivision
    WHEN n.censusRegion = j.censusRegion THEN $similarity.sameRegion
    ELSE 0.0 END AS region,
  CASE WHEN any(c IN coalesce(n.counties, [n.county]) WHERE c IN near) THEN 1.0
    ELSE 0.5 ^ (miles / $similarity.halfAtMiles) END AS distance
//: part/mean
