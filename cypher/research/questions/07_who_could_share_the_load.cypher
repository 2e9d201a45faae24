// 07 · Share the load
// Which sites carry most requests since 2025, and who could share the load by models in common?
CYPHER 25
MATCH (site:Site {status: 'CURRENT'})
WITH site, COLLECT { MATCH (site)<-[:ANSWERED_BY]-(request) WHERE request.month >= 12 * 2025 RETURN request } AS carried,
  COLLECT { MATCH (site)-[:OPERATES]->(m) RETURN m.key } AS own
MATCH (other:Site {status: 'CURRENT'})
WHERE site <> other
WITH site, carried, own, other, COLLECT { MATCH (other)-[:OPERATES]->(m) RETURN m.key } AS its
WITH site, carried, other, size([m IN own WHERE m IN its]) AS shared, size(own) + size(its) AS both
RETURN site.name AS site, size(carried) AS requests, size([q IN carried WHERE q.synthetic]) AS synthetic,
  other.name AS other, shared, CASE WHEN both > shared THEN 1.0 * shared / (both - shared) END AS inCommon
ORDER BY requests DESC, site, inCommon DESC, other
