// From ask, j, n, the weights w and the five parts: `score`, the mean of the parts and of the traits that weigh anything,
// by the weights of those that are known, and `known`, the sum of these weights.
WITH *, CASE WHEN ask.traitWeight > 0 THEN
  [t IN ask.traits | {weight: t.weight, value: 1 / (1 + ((n[t.property] - j[t.property]) / t.halfAt) ^ 2)}]
  END AS traits
WITH *, CASE WHEN size IS NULL THEN 0.0 ELSE w.size END + CASE WHEN density IS NULL THEN 0.0 ELSE w.density END
  + CASE WHEN setting IS NULL THEN 0.0 ELSE w.setting END + CASE WHEN region IS NULL THEN 0.0 ELSE w.region END
  + CASE WHEN distance IS NULL THEN 0.0 ELSE w.distance END
  + CASE WHEN traits IS NULL THEN 0.0
    ELSE reduce(all = 0.0, t IN traits | all + CASE WHEN t.value IS NULL THEN 0.0 ELSE t.weight END) END AS known
WITH *, (coalesce(w.size * size, 0.0) + coalesce(w.density * density, 0.0) + coalesce(w.setting * setting, 0.0)
  + coalesce(w.region * region, 0.0) + coalesce(w.distance * distance, 0.0)
  + CASE WHEN traits IS NULL THEN 0.0
    ELSE reduce(all = 0.0, t IN traits | all + coalesce(t.weight * t.value, 0.0)) END) / known AS score
