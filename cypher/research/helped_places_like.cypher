// Who helped such places
// Sites that helped places like Vinton County, OH (same kind, half to twice the population)
CYPHER 25
MATCH (place:Jurisdiction {key: 'us-county:39163'})
MATCH (like:Requester {kind: place.kind})<-[:FROM]-(request:Request)-[:ANSWERED_BY]->(site:Site)
WHERE like <> place AND like.population >= place.population / 2 AND like.population <= place.population * 2
RETURN count(DISTINCT like) AS places, count(DISTINCT request) AS requests,
  count(DISTINCT CASE WHEN request.synthetic THEN request END) AS synthetic, site.name AS site,
  collect(DISTINCT like.name + ', ' + like.state)[..5] AS examples
ORDER BY places DESC, requests DESC, site
