// From j: `near`, the codes of the counties that it lies in and of all that touch them.
WITH *, [c IN coalesce(j.counties, [j.county]) WHERE c IS NOT NULL] AS own
WITH *, own + COLLECT {
  UNWIND own AS county
  MATCH (:Jurisdiction {key: 'us-county:' + county})-[:ADJACENT_TO]-(x)
  RETURN x.county
} AS near
