// Jurisdictions whose requests `this` site answered.
MATCH (this)<-[a:ANSWERED_BY]-(q)-[:FROM]->(node)
WITH node, {requests: count(*), completed: sum(CASE a.outcome WHEN 'COMPLETED' THEN 1 ELSE 0 END),
  firstMatched: min(a.matchedMonth), lastMatched: max(a.matchedMonth), synthetic: true IN collect(DISTINCT q.synthetic)} AS edge
RETURN node, edge
