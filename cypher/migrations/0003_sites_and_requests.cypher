// What sites, their partners and models, and requests are filtered and sorted by, and searched for.
CYPHER 25 CREATE RANGE INDEX site_name IF NOT EXISTS FOR (n:Site) ON (n.name);
CYPHER 25 CREATE RANGE INDEX site_status IF NOT EXISTS FOR (n:Site) ON (n.status);
CYPHER 25 CREATE RANGE INDEX site_agency_type IF NOT EXISTS FOR (n:Site) ON (n.agencyType);
CYPHER 25 CREATE FULLTEXT INDEX site_text IF NOT EXISTS FOR (n:Site) ON EACH [n.name, n.specialties];
CYPHER 25 CREATE RANGE INDEX program_model_name IF NOT EXISTS FOR (n:ProgramModel) ON (n.name);
CYPHER 25 CREATE RANGE INDEX program_model_family IF NOT EXISTS FOR (n:ProgramModel) ON (n.family);
CYPHER 25 CREATE FULLTEXT INDEX program_model_text IF NOT EXISTS FOR (n:ProgramModel) ON EACH [n.name, n.description];
CYPHER 25 CREATE RANGE INDEX topic_name IF NOT EXISTS FOR (n:Topic) ON (n.name);
CYPHER 25 CREATE FULLTEXT INDEX topic_text IF NOT EXISTS FOR (n:Topic) ON EACH [n.name, n.description];
CYPHER 25 CREATE RANGE INDEX partner_agency_name IF NOT EXISTS FOR (n:PartnerAgency) ON (n.name);
CYPHER 25 CREATE RANGE INDEX partner_agency_kind IF NOT EXISTS FOR (n:PartnerAgency) ON (n.kind);
CYPHER 25 CREATE FULLTEXT INDEX partner_agency_text IF NOT EXISTS FOR (n:PartnerAgency) ON EACH [n.name];
CYPHER 25 CREATE RANGE INDEX request_month IF NOT EXISTS FOR (n:Request) ON (n.month, n.key);
CYPHER 25 CREATE RANGE INDEX request_status IF NOT EXISTS FOR (n:Request) ON (n.status);
CYPHER 25 CREATE RANGE INDEX request_state IF NOT EXISTS FOR (n:Request) ON (n.state);
CYPHER 25 CREATE RANGE INDEX request_synthetic IF NOT EXISTS FOR (n:Request) ON (n.synthetic);
CYPHER 25 CREATE RANGE INDEX source_url IF NOT EXISTS FOR (n:Source) ON (n.url);
CYPHER 25 CREATE RANGE INDEX load_run_started IF NOT EXISTS FOR (n:LoadRun) ON (n.startedAt);
