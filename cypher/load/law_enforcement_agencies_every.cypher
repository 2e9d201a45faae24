CYPHER 25
MATCH (n:LawEnforcementAgency) WHERE n.key > $after AND n.fingerprint IS NOT NULL
RETURN n.key AS key ORDER BY key LIMIT $page
