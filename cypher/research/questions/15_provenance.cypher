// 15 · Which pages back the facts on Houston PD, how old are they, and which are inferred?
CYPHER 25
MATCH (site:Site {key: 'site:houston-pd'})
RETURN site.name AS site, site.statusBasis AS statusBasis, site.personnelBasis AS personnelBasis,
  site.joinedYearInferred AS joinedYearInferred, site.lastConfirmed AS statusConfirmed,
  site.personnelLastConfirmed AS personnelConfirmed,
  COLLECT {
    MATCH (site)-[cited:CITED_IN]->(page) UNWIND cited.citedFor AS fact
    RETURN page.url + ': ' + fact AS line ORDER BY line
  } AS pages,
  COLLECT {
    MATCH (site)-[how:OPERATES]->(model)
    RETURN model.name + ': ' + how.basis + ', ' + coalesce(how.lastConfirmed, 'unknown') AS line ORDER BY line
  } AS models
