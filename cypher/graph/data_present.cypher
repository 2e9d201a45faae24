CYPHER 25 RETURN EXISTS { (:Site) } AND EXISTS { (:Jurisdiction) } AS present
