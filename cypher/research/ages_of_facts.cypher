// Ages of facts
// How old are the facts on each site? (current sites without a public source are missing)
CYPHER 25
MATCH (site:Site)
RETURN site.name AS site, site.status AS status, site.lastConfirmed AS status_confirmed,
  site.personnelLastConfirmed AS staff_confirmed, site.populationServedLastConfirmed AS people_confirmed,
  COLLECT {
    MATCH (site)-[how:OPERATES]->(model)
    RETURN coalesce(how.lastConfirmed, 'unknown') + ' ' + model.name AS known ORDER BY known
  } AS models_confirmed
ORDER BY status_confirmed, site
