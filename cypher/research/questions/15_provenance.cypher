// 15 · Provenance
// Which pages back the facts on Houston PD, how old are they, and which are inferred?
CYPHER 25
MATCH (site:Site {key: 'site:houston-pd'})
CALL (site) {
  // Properties of the site. `citedFor` has their names, so site[fact] is the value; a basis may stand without a page.
  WITH site, {status: site.statusBasis, joinedYear: CASE WHEN site.joinedYearInferred THEN 'inferred' ELSE 'published' END,
      personnelTotal: site.personnelBasis, personnelSworn: site.personnelBasis, personnelCivilian: site.personnelBasis,
      populationServed: site.populationServedBasis} AS basis,
    {status: site.lastConfirmed, personnelTotal: site.personnelLastConfirmed, personnelSworn: site.personnelLastConfirmed,
      personnelCivilian: site.personnelLastConfirmed, populationServed: site.populationServedLastConfirmed,
      assistanceOffered: site.assistanceLastConfirmed} AS confirmed
  UNWIND ['status', 'joinedYear', 'personnelTotal', 'personnelSworn', 'personnelCivilian', 'populationServed', 'name',
    'agencyType', 'specialties', 'assistanceOffered', 'directContactLastConfirmed'] AS fact
  OPTIONAL MATCH (site)-[cited:CITED_IN]->(page) WHERE fact IN cited.citedFor
  WITH * WHERE site[fact] IS NOT NULL AND (page IS NOT NULL OR basis[fact] IS NOT NULL)
  RETURN fact, site[fact] AS value, coalesce(basis[fact], 'published') AS basis, confirmed[fact] AS confirmed, page
UNION
  MATCH (site)-[how:OPERATES|SPECIALIZES_IN|PARTNERS_WITH]->(other)
  OPTIONAL MATCH (site)-[:CITED_IN]->(page {key: how.confirmedBy})
  RETURN {OPERATES: 'models', SPECIALIZES_IN: 'topics', PARTNERS_WITH: 'partners'}[type(how)] AS fact, other.name AS value,
    coalesce(how.basis, 'published') AS basis, how.lastConfirmed AS confirmed, page
UNION
  // A page that supports one of these relationships, and is the last to confirm none.
  MATCH (site)-[cited:CITED_IN]->(page)
  UNWIND [['models', 'OPERATES'], ['topics', 'SPECIALIZES_IN'], ['partners', 'PARTNERS_WITH']] AS kind
  WITH * WHERE kind[0] IN cited.citedFor AND NOT EXISTS {
    MATCH (site)-[how:OPERATES|SPECIALIZES_IN|PARTNERS_WITH]->() WHERE type(how) = kind[1] AND how.confirmedBy = page.key
  }
  RETURN kind[0] AS fact, null AS value, 'published' AS basis, null AS confirmed, page
}
RETURN fact, value, basis, confirmed, page.title AS page, page.seenOn AS seen, page.url AS url
ORDER BY fact, value, url
