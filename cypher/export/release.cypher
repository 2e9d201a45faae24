// What is exported: the version of the data, the day of their last change, and how many requests are synthetic.
CYPHER 25
OPTIONAL MATCH (g:Graph {key: 'graph'})
RETURN g.dataVersion AS version, toString(date(g.changedAt)) AS day,
  COUNT { (:Request) } AS requests, COUNT { (:Request {synthetic: true}) } AS synthetic
