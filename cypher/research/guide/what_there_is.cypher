// What there is
// How many nodes have each label, and how many of them are synthetic
CYPHER 25
UNWIND ['Site', 'Jurisdiction', 'ProgramModel', 'Topic', 'PartnerAgency', 'LawEnforcementAgency', 'Request', 'Source'] AS label
RETURN label, COUNT { MATCH (n:$(label)) } AS nodes, COUNT { MATCH (n:$(label) {synthetic: true}) } AS synthetic
