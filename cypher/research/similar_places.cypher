// Similar places
// The places most similar to Vinton County, OH, and the current sites that serve or helped them
CYPHER 25
MATCH (place:Jurisdiction {key: 'us-county:39163'})-[similar:SIMILAR_TO]->(other:Jurisdiction)
ORDER BY similar.score DESC LIMIT 25
OPTIONAL MATCH help = (other)<-[:SERVES]-(:Site {status: 'CURRENT'})
OPTIONAL MATCH asked = (other)<-[:FROM]-(:Request)-[:ANSWERED_BY]->(:Site {status: 'CURRENT'})
RETURN other.name AS name, COUNT { (other)<-[:FROM]-(:Request) } AS requests,
  COUNT { (other)<-[:FROM]-(:Request {synthetic: true}) } AS synthetic, place, similar, other, help, asked
