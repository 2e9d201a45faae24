// 15 · Which pages back the facts on Houston PD, and which facts are inferred?
CYPHER 25
MATCH (site:Site {key: 'site:houston-pd'})
RETURN site.name AS site, site.statusBasis AS statusBasis, site.personnelBasis AS personnelBasis,
  site.joinedYearInferred AS joinedYearInferred,
  COLLECT { MATCH (site)-[:CITED_IN]->(page) RETURN page.url ORDER BY page.url } AS pages,
  COLLECT { MATCH (site)-[how:OPERATES]->(model) RETURN model.name + ': ' + how.basis ORDER BY model.name } AS models
