// Counties that touch; the relationship has no direction in meaning.
CYPHER 25
UNWIND $rows AS row
MATCH (one:Jurisdiction {key: row.one})
MATCH (other:Jurisdiction {key: row.other})
WITH one, other, CASE WHEN EXISTS { (one)-[:ADJACENT_TO]-(other) } THEN 'unchanged' ELSE 'created' END AS outcome
MERGE (one)-[:ADJACENT_TO]-(other)
RETURN outcome, count(*) AS rows
