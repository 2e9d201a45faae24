// Of n and j, and the counties `own` of j, neither contains the other: what contains a jurisdiction, or lies in it, is
// none that it is compared with.
AND NOT (n.kind <> j.kind AND (n.kind IN $similarity.areas OR j.kind IN $similarity.areas)
  AND coalesce(any(c IN coalesce(n.counties, [n.county]) WHERE c IN own), false))
