// Step 1: a label
// Every site
CYPHER 25
MATCH (site:Site)
RETURN site
