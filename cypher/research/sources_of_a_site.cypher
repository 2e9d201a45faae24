// Sources of a site
// Where the facts on one site come from
CYPHER 25
MATCH cited = (:Site {key: 'site:houston-pd'})-[:CITED_IN]->(:Source)
RETURN cited
