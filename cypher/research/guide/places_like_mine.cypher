// Places like mine
// The ten places most similar to $place; run :param first
CYPHER 25
MATCH (:Jurisdiction {key: $place})-[similar:SIMILAR_TO]->(other:Jurisdiction)
WHERE similar.rank <= 10
RETURN similar.rank AS rank, other.name AS name, other.state AS state, other.population AS people,
  similar.score AS similarity
ORDER BY rank
