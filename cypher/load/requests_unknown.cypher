// Keys of a batch that name nothing in the graph, each with the first request that uses it.
CYPHER 25
UNWIND $rows AS row
UNWIND [k IN row.jurisdictions | ['jurisdiction_key', k]] + [k IN row.models | ['models', k]]
  + [k IN row.topics | ['topics', k]] + [a IN row.answers | ['sites', a.site]] AS named
WITH named[0] AS field, named[1] AS value, min(row.key) AS key
WHERE CASE field
  WHEN 'jurisdiction_key' THEN NOT EXISTS { (:Jurisdiction {key: value}) }
  WHEN 'models' THEN NOT EXISTS { (:ProgramModel {key: value}) }
  WHEN 'topics' THEN NOT EXISTS { (:Topic {key: value}) }
  ELSE NOT EXISTS { (:Site {key: value}) } END
RETURN key, field, value
ORDER BY key, field, value
