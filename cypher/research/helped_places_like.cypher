// Sites that helped places like Vinton County, OH (same kind, half to twice the population)
CYPHER 25
MATCH (place:Jurisdiction {key: 'us-county:39163'})
MATCH (asker:Requester {kind: place.kind})<-[:FROM]-(request:Request)-[:ANSWERED_BY]->(site:Site)
WHERE asker <> place AND asker.population >= place.population / 2 AND asker.population <= place.population * 2
RETURN site.name AS site, count(DISTINCT asker) AS places, count(DISTINCT request) AS requests,
  count(DISTINCT CASE WHEN request.synthetic THEN request END) AS synthetic,
  collect(DISTINCT asker.name + ', ' + asker.state)[..5] AS examples
ORDER BY places DESC, requests DESC, site
