// From j: `own`, the codes of the counties that it lies in, and `near`, these and all that touch them.
WITH *, [county IN coalesce(j.counties, [j.county]) WHERE county IS NOT NULL] AS own
WITH *, COLLECT {
  UNWIND own AS county
  MATCH (:Jurisdiction {key: 'us-county:' + county})-[:ADJACENT_TO]-{0,1}(x)
  RETURN x.county
} AS near
