// One site
// Houston PD, with all that it is connected to but requests
CYPHER 25
MATCH connected = (:Site {key: 'site:houston-pd'})-[:SERVES|OPERATES|SPECIALIZES_IN|PARTNERS_WITH|CITED_IN]->()
RETURN connected
