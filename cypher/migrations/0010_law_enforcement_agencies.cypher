// Law-enforcement agencies: their key, and what they are filtered and sorted by, and searched for.
CYPHER 25 CREATE CONSTRAINT law_enforcement_agency_key IF NOT EXISTS FOR (n:LawEnforcementAgency) REQUIRE n.key IS UNIQUE;
CYPHER 25 CREATE RANGE INDEX law_enforcement_agency_ori IF NOT EXISTS FOR (n:LawEnforcementAgency) ON (n.ori);
CYPHER 25 CREATE RANGE INDEX law_enforcement_agency_name IF NOT EXISTS FOR (n:LawEnforcementAgency) ON (n.name);
CYPHER 25 CREATE RANGE INDEX law_enforcement_agency_state IF NOT EXISTS FOR (n:LawEnforcementAgency) ON (n.state);
CYPHER 25 CREATE RANGE INDEX law_enforcement_agency_type IF NOT EXISTS FOR (n:LawEnforcementAgency) ON (n.agencyType);
CYPHER 25 CREATE RANGE INDEX law_enforcement_agency_officers IF NOT EXISTS FOR (n:LawEnforcementAgency) ON (n.officers);
CYPHER 25 CREATE RANGE INDEX law_enforcement_agency_civilians IF NOT EXISTS FOR (n:LawEnforcementAgency) ON (n.civilians);
CYPHER 25 CREATE RANGE INDEX law_enforcement_agency_sworn_band IF NOT EXISTS FOR (n:LawEnforcementAgency) ON (n.swornBand);
CYPHER 25 CREATE RANGE INDEX law_enforcement_agency_people IF NOT EXISTS FOR (n:LawEnforcementAgency) ON (n.populationServed);
CYPHER 25 CREATE RANGE INDEX law_enforcement_agency_year IF NOT EXISTS FOR (n:LawEnforcementAgency) ON (n.year);
CYPHER 25 CREATE FULLTEXT INDEX law_enforcement_agency_text IF NOT EXISTS FOR (n:LawEnforcementAgency) ON EACH [n.name]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-folding'}};
