// A condition on n, j and the counties `own` of j: neither jurisdiction contains the other.
AND NOT (n.kind <> j.kind AND (n.kind IN $similarity.areas OR j.kind IN $similarity.areas)
  AND coalesce(any(c IN coalesce(n.counties, [n.county]) WHERE c IN own), false))
