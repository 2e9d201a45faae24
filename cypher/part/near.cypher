// From j: `near`, the codes of the counties that it lies in and of all that touch them.
WITH *, COLLECT {
  UNWIND coalesce(j.counties, [j.county]) AS county
  MATCH (:Jurisdiction {key: 'us-county:' + county})-[:ADJACENT_TO]-{0,1}(x)
  RETURN x.county
} AS near
