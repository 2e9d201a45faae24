// The places most similar to Vinton County, OH, and the sites that serve or helped them
CYPHER 25
MATCH (place:Jurisdiction {key: 'us-county:39163'})-[similar:SIMILAR_TO]->(other:Jurisdiction)
ORDER BY similar.score DESC LIMIT 15
OPTIONAL MATCH help = (other)<-[:SERVES]-(:Site)
OPTIONAL MATCH asked = (other)<-[:FROM]-(:Request)-[:ANSWERED_BY]->(:Site)
RETURN place, similar, other, help, asked
