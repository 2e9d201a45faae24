// From ask, j, near and n: five parts between 0 and 1, null where one side is unknown, with their mean `score`.
// domain/similarity.py has the numbers.
WITH *, ask.parts AS w, point.distance(n.location, j.location) / 1609.344 AS miles
WITH *,
  1 / (1 + ((n.logPopulation - j.logPopulation) / 0.6) ^ 2) AS size,
  1 / (1 + ((n.logDensity - j.logDensity) / 0.6) ^ 2) AS density,
  coalesce(ask.kinds[j.kind + '|' + n.kind], 0.0) * (1 - abs(n.urbanClass - j.urbanClass) / 4.0) AS setting,
  CASE WHEN j.state IS NULL THEN null
    WHEN n.state = j.state THEN 1.0
    WHEN n.division = j.division THEN 0.5
    WHEN n.censusRegion = j.censusRegion THEN 0.25
    ELSE 0.0 END AS region,
  CASE WHEN any(c IN coalesce(n.counties, [n.county]) WHERE c IN near) THEN 1.0
    ELSE 0.5 ^ (miles / 150) END AS distance
//: part/mean
