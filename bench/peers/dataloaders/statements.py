"""The statements of the resolvers, written by hand, on the indexes that the planner's statements use."""

from __future__ import annotations

from typing import Final

from graph.statements import statement

JURISDICTION: Final = "j {.key, .name, .state, .population}"
REQUEST: Final = "q {.key, .monthText, .status, .state, .jurisdictionType}"

SITES: Final = """CYPHER 25 MATCH (s:Site) WHERE s.key IS NOT NULL
WITH s ORDER BY s.key LIMIT $first RETURN s {.key, .name, .state, .status, .joinedYear} AS row"""
JURISDICTIONS_OF_SITES: Final = f"""CYPHER 25 UNWIND $keys AS key MATCH (s:Site {{key: key}})
RETURN key, COLLECT {{
  MATCH (s)-[:SERVES]->(j) WITH j ORDER BY j.key LIMIT $first RETURN {JURISDICTION}
}} AS rows"""
JURISDICTIONS_OF_REQUESTS: Final = f"""CYPHER 25 UNWIND $keys AS key MATCH (q:Request {{key: key}})
RETURN key, COLLECT {{
  MATCH (q)-[:FROM]->(j) WITH j ORDER BY j.key LIMIT $first RETURN {JURISDICTION}
}} AS rows"""
REQUESTS_OF_SITES: Final = f"""CYPHER 25 UNWIND $keys AS key MATCH (s:Site {{key: key}})
RETURN key, COLLECT {{
  MATCH (s)<-[r:ANSWERED_BY]-(q) USING INDEX r:ANSWERED_BY(site, month, request)
  WHERE r.site = s.key AND r.month IS NOT NULL AND r.request IS NOT NULL
  WITH q, r ORDER BY r.site DESC, r.month DESC, r.request DESC LIMIT $first RETURN {REQUEST}
}} AS rows"""
REQUESTS_OF_JURISDICTIONS: Final = f"""CYPHER 25 UNWIND $keys AS key MATCH (j:Jurisdiction {{key: key}})
RETURN key, COLLECT {{
  MATCH (j)<-[:FROM]-(q) WITH q ORDER BY q.month DESC, q.key DESC LIMIT $first RETURN {REQUEST}
}} AS rows"""
LARGE_COUNTIES: Final = f"""CYPHER 25
MATCH (j:Jurisdiction) WHERE j.population >= $population AND j.kind = 'COUNTY'
  AND EXISTS {{ (j)<-[:FROM]-(q) WHERE q.month >= $month AND q.status = 'MATCHED' }}
  AND NOT EXISTS {{ (j)<-[:FROM]-(q) WHERE q.status = 'WITHDRAWN' }}
WITH j ORDER BY j.population DESC, j.key LIMIT $first RETURN {JURISDICTION} AS row"""
REQUESTS: Final = f"""CYPHER 25 MATCH (q:Request) WHERE q.month <= $month AND q.key IS NOT NULL
  AND (q.month < $month OR q.key < $key)
WITH q ORDER BY q.month DESC, q.key DESC LIMIT $first RETURN {REQUEST} AS row"""
TOTALS: Final = """CYPHER 25 MATCH (j:Jurisdiction {kind: 'COUNTY'})
RETURN {counties: count(j), least: min(j.population), most: max(j.population), mean: avg(j.population),
  people: sum(j.population), matched: COUNT { (:Request {status: 'MATCHED'}) }} AS row"""
GROUPS: Final = """CYPHER 25 MATCH (q:Request) WITH q.status AS status, count(*) AS requests
RETURN {status: status, requests: requests} AS row ORDER BY status"""
SEARCH: Final = f"""CYPHER 25
CALL db.index.fulltext.queryNodes('jurisdiction_text', $phrase) YIELD node AS j, score
WITH j, score ORDER BY score DESC, j.population DESC, j.key LIMIT $first RETURN {JURISDICTION} AS row"""
RECOMMEND: Final = f"""CYPHER 25 WITH $ask AS ask CALL (ask) {{
{statement("field/recommend_sites").body}
}}
UNWIND answer.rows[..$first] AS best
RETURN best {{.key, .tier, .score, .factors, site: best.site.name}} AS row"""
RECORD: Final = """CYPHER 25 UNWIND $rows AS row
CREATE (q:Request {key: row.key, month: row.month, monthText: row.monthText, status: row.status,
  state: row.state, jurisdictionType: row.jurisdictionType, synthetic: true})
WITH q, row
MATCH (j:Jurisdiction {key: row.jurisdiction}), (s:Site {key: row.site}), (m:ProgramModel {key: row.model})
CREATE (q)-[:FROM {jurisdiction: j.key, month: q.month, request: q.key}]->(j), (q)-[:ABOUT]->(m),
  (q)-[:ANSWERED_BY {site: s.key, month: q.month, request: q.key}]->(s)
RETURN count(*) AS row"""
