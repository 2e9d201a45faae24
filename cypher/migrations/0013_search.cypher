// A search finds every name by its own words: each label has an index that folds accents, whose analyzer leaves out
// English stop words, and beside it one of every word as it stands (docs/decisions/search.md). Neo4j allows one
// full-text index for a list of properties, so the second list begins with the state, where there is one or not.
CYPHER 25 DROP INDEX jurisdiction_text IF EXISTS;
CYPHER 25 CREATE FULLTEXT INDEX jurisdiction_text IF NOT EXISTS FOR (n:Jurisdiction) ON EACH [n.name]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-folding'}};
CYPHER 25 CREATE FULLTEXT INDEX jurisdiction_text_words IF NOT EXISTS FOR (n:Jurisdiction) ON EACH [n.state, n.name]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-no-stop-words'}};
CYPHER 25 CREATE FULLTEXT INDEX site_text_words IF NOT EXISTS FOR (n:Site) ON EACH [n.state, n.name, n.specialties]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-no-stop-words'}};
CYPHER 25 DROP INDEX program_model_text IF EXISTS;
CYPHER 25 CREATE FULLTEXT INDEX program_model_text IF NOT EXISTS FOR (n:ProgramModel) ON EACH [n.name, n.description]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-folding'}};
CYPHER 25 CREATE FULLTEXT INDEX program_model_text_words IF NOT EXISTS FOR (n:ProgramModel) ON EACH [n.state, n.name, n.description]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-no-stop-words'}};
CYPHER 25 DROP INDEX topic_text IF EXISTS;
CYPHER 25 CREATE FULLTEXT INDEX topic_text IF NOT EXISTS FOR (n:Topic) ON EACH [n.name, n.description]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-folding'}};
CYPHER 25 CREATE FULLTEXT INDEX topic_text_words IF NOT EXISTS FOR (n:Topic) ON EACH [n.state, n.name, n.description]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-no-stop-words'}};
CYPHER 25 DROP INDEX partner_agency_text IF EXISTS;
CYPHER 25 CREATE FULLTEXT INDEX partner_agency_text IF NOT EXISTS FOR (n:PartnerAgency) ON EACH [n.name]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-folding'}};
CYPHER 25 CREATE FULLTEXT INDEX partner_agency_text_words IF NOT EXISTS FOR (n:PartnerAgency) ON EACH [n.state, n.name]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-no-stop-words'}};
CYPHER 25 CREATE FULLTEXT INDEX law_enforcement_agency_text_words IF NOT EXISTS FOR (n:LawEnforcementAgency) ON EACH [n.state, n.name]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-no-stop-words'}};
CYPHER 25 CALL db.awaitIndexes(300);
