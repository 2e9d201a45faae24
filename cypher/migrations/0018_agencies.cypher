// Law-enforcement agencies are bundled, and jurisdictions know whether one polices them.
CYPHER 25 CREATE RANGE INDEX jurisdiction_has_police IF NOT EXISTS FOR (n:Jurisdiction) ON (n.hasPolice);
CYPHER 25 CREATE RANGE INDEX law_enforcement_agency_listed IF NOT EXISTS FOR (n:LawEnforcementAgency) ON (n.listed);
CYPHER 25 CALL db.awaitIndexes(300);
