// What jurisdictions are filtered and sorted by, searched for, and found near.
CYPHER 25 CREATE RANGE INDEX jurisdiction_name IF NOT EXISTS FOR (n:Jurisdiction) ON (n.name);
CYPHER 25 CREATE RANGE INDEX jurisdiction_state IF NOT EXISTS FOR (n:Jurisdiction) ON (n.state);
CYPHER 25 CREATE RANGE INDEX jurisdiction_kind IF NOT EXISTS FOR (n:Jurisdiction) ON (n.kind, n.state, n.key);
CYPHER 25 CREATE RANGE INDEX jurisdiction_population IF NOT EXISTS FOR (n:Jurisdiction) ON (n.population);
CYPHER 25 CREATE RANGE INDEX jurisdiction_density IF NOT EXISTS FOR (n:Jurisdiction) ON (n.density);
CYPHER 25 CREATE RANGE INDEX jurisdiction_urban_class IF NOT EXISTS FOR (n:Jurisdiction) ON (n.urbanClass);
CYPHER 25 CREATE RANGE INDEX jurisdiction_fips IF NOT EXISTS FOR (n:Jurisdiction) ON (n.fips);
CYPHER 25 CREATE RANGE INDEX jurisdiction_county IF NOT EXISTS FOR (n:Jurisdiction) ON (n.county);
CYPHER 25 CREATE POINT INDEX jurisdiction_location IF NOT EXISTS FOR (n:Jurisdiction) ON (n.location);
CYPHER 25 CREATE FULLTEXT INDEX jurisdiction_text IF NOT EXISTS FOR (n:Jurisdiction) ON EACH [n.name, n.state];
CYPHER 25 CREATE RANGE INDEX requester_size IF NOT EXISTS FOR (n:Requester) ON (n.logPopulation);
CYPHER 25 CREATE RANGE INDEX requester_state IF NOT EXISTS FOR (n:Requester) ON (n.kind, n.state, n.logPopulation);
CYPHER 25 CREATE RANGE INDEX requester_division IF NOT EXISTS FOR (n:Requester) ON (n.kind, n.division, n.logPopulation);
CYPHER 25 CREATE RANGE INDEX requester_urban_class IF NOT EXISTS FOR (n:Requester) ON (n.kind, n.urbanClass, n.logPopulation);
