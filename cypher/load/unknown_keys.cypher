// The keys among these, each with its label, that no node has; `known` are those that may be meant instead.
CYPHER 25
UNWIND $named AS each
WITH each[0] AS label, each[1] AS key
WHERE CASE label
  WHEN 'Jurisdiction' THEN NOT EXISTS { (:Jurisdiction {key: key}) }
  WHEN 'ProgramModel' THEN NOT EXISTS { (:ProgramModel {key: key}) }
  WHEN 'Topic' THEN NOT EXISTS { (:Topic {key: key}) }
  ELSE NOT EXISTS { (:Site {key: key}) } END
RETURN label, key, CASE label
  WHEN 'ProgramModel' THEN COLLECT { MATCH (n:ProgramModel) RETURN n.key }
  WHEN 'Topic' THEN COLLECT { MATCH (n:Topic) RETURN n.key }
  WHEN 'Site' THEN COLLECT { MATCH (n:Site) RETURN n.key }
  ELSE [] END AS known
