CYPHER 25
MATCH (n:LawEnforcementAgency) WHERE n.key > $after
RETURN n.key AS key ORDER BY key LIMIT $page
