// The program: facts that the caller knows, and what the graph holds of its current sites.
OPTIONAL MATCH (site:Site {status: 'CURRENT'})
WITH ask, count(site) AS documented, max(site.lastConfirmed) AS lastConfirmed
RETURN ask {.*, documentedSites: documented, lastConfirmed: lastConfirmed} AS answer
