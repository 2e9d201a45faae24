// 7 · Which sites carry most requests since 2025, and who could share the load by models in common?
CYPHER 25
MATCH (site:Site {status: 'CURRENT'}), (other:Site {status: 'CURRENT'})
WHERE site <> other
WITH site, other, COLLECT { MATCH (site)-[:OPERATES]->(m) RETURN m.key } AS own,
  COLLECT { MATCH (other)-[:OPERATES]->(m) RETURN m.key } AS its
WITH site, other, size([m IN own WHERE m IN its]) AS shared, size(own) + size(its) AS both
RETURN site.name AS site,
  COUNT { (site)<-[:ANSWERED_BY]-(request) WHERE request.month >= 12 * 2025 } AS requests,
  other.name AS other, shared, CASE WHEN both > shared THEN 1.0 * shared / (both - shared) END AS inCommon
ORDER BY requests DESC, site, inCommon DESC, other
