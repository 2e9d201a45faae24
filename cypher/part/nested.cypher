// A condition on n, j and the counties `own` of j: neither jurisdiction contains the other.
AND NOT (n.comparedAs <> j.comparedAs
  AND (n.comparedAs IN $similarity.areas OR j.comparedAs IN $similarity.areas)
  AND coalesce(any(c IN coalesce(n.counties, [n.county]) WHERE c IN own), false))
