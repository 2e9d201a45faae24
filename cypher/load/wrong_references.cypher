// Of what rows refer to, each as [label, key, state], the nodes that the graph lacks, with the keys that may be meant
// instead (`known`), and the jurisdictions that are in another state, with their own (the main one first).
CYPHER 25
UNWIND $named AS each
WITH each[0] AS label, each[1] AS key, each[2] AS said
WITH label, key, said, CASE label
  WHEN 'Jurisdiction' THEN COLLECT { MATCH (n:Jurisdiction {key: key}) RETURN coalesce(n.states, [n.state]) }
  WHEN 'ProgramModel' THEN COLLECT { MATCH (n:ProgramModel {key: key}) RETURN [] }
  WHEN 'Topic' THEN COLLECT { MATCH (n:Topic {key: key}) RETURN [] }
  ELSE COLLECT { MATCH (n:Site {key: key}) RETURN [] } END AS found
WHERE found = [] OR (said IS NOT NULL AND NOT said IN found[0])
RETURN label, key, said, found[0] AS states, CASE WHEN found <> [] THEN null
  WHEN label = 'ProgramModel' THEN COLLECT { MATCH (n:ProgramModel) RETURN n.key }
  WHEN label = 'Topic' THEN COLLECT { MATCH (n:Topic) RETURN n.key }
  WHEN label = 'Site' THEN COLLECT { MATCH (n:Site) RETURN n.key }
  ELSE [] END AS known
