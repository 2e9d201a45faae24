// What GraphQL's filters and groups compare beside; a search finds "Doña Ana" under "dona ana".
CYPHER 25 CREATE RANGE INDEX jurisdiction_land_area IF NOT EXISTS FOR (n:Jurisdiction) ON (n.landArea);
CYPHER 25 CREATE RANGE INDEX jurisdiction_division IF NOT EXISTS FOR (n:Jurisdiction) ON (n.division);
CYPHER 25 CREATE RANGE INDEX jurisdiction_census_region IF NOT EXISTS FOR (n:Jurisdiction) ON (n.censusRegion);
CYPHER 25 CREATE RANGE INDEX jurisdiction_cbsa IF NOT EXISTS FOR (n:Jurisdiction) ON (n.cbsa);
CYPHER 25 CREATE RANGE INDEX jurisdiction_geonames_id IF NOT EXISTS FOR (n:Jurisdiction) ON (n.geonamesId);
CYPHER 25 CREATE RANGE INDEX request_jurisdiction_type IF NOT EXISTS FOR (n:Request) ON (n.jurisdictionType);
CYPHER 25 CREATE RANGE INDEX request_agency_type IF NOT EXISTS FOR (n:Request) ON (n.agencyType);
CYPHER 25 CREATE RANGE INDEX request_sworn_band IF NOT EXISTS FOR (n:Request) ON (n.swornBand);
CYPHER 25 CREATE RANGE INDEX request_asker_role IF NOT EXISTS FOR (n:Request) ON (n.askerRole);
CYPHER 25 CREATE RANGE INDEX request_grantee IF NOT EXISTS FOR (n:Request) ON (n.grantee);
CYPHER 25 CREATE RANGE INDEX request_matched_month IF NOT EXISTS FOR (n:Request) ON (n.matchedMonth);
CYPHER 25 CREATE RANGE INDEX request_closed_month IF NOT EXISTS FOR (n:Request) ON (n.closedMonth);
CYPHER 25 CREATE RANGE INDEX request_counting_rule IF NOT EXISTS FOR (n:Request) ON (n.countingRule);
CYPHER 25 DROP INDEX jurisdiction_text IF EXISTS;
CYPHER 25 CREATE FULLTEXT INDEX jurisdiction_text IF NOT EXISTS FOR (n:Jurisdiction) ON EACH [n.name, n.state]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-folding'}};
CYPHER 25 DROP INDEX site_text IF EXISTS;
CYPHER 25 CREATE FULLTEXT INDEX site_text IF NOT EXISTS FOR (n:Site) ON EACH [n.name, n.specialties]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-folding'}};
