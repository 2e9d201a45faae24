// From `synthetic`, how many of the requests that `shown[0]` counts are synthetic: `syntheticRequests`, what the caller
// may see of it. Readers see all of them if the graph has any synthetic request, else none: a number in between would
// tell of single requests. docs/decisions/small-counts.md.
WITH *, CASE
  WHEN $viewer.role = 'staff' THEN synthetic
  WHEN EXISTS { (:Request {synthetic: true}) } THEN shown[0]
  ELSE 0 END AS syntheticRequests
