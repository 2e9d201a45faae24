// The band of sworn officers by its name everywhere, facts by the names of properties, each month also as text.
CYPHER 25 MATCH (n:Site) WHERE n.swornBand >= 0
SET n.swornBand = ['UNDER_10', 'FROM_10', 'FROM_50', 'FROM_250', 'FROM_1000'][n.swornBand];
CYPHER 25 MATCH (n:LawEnforcementAgency) WHERE n.swornBand >= 0
CALL (n) {
  SET n.swornBand = ['UNDER_10', 'FROM_10', 'FROM_50', 'FROM_250', 'FROM_1000'][n.swornBand]
} IN TRANSACTIONS OF 5000 ROWS;
CYPHER 25 MATCH (s:Site)-[c:CITED_IN]->()
WITH c, [name IN ['personnelTotal', 'personnelSworn', 'personnelCivilian'] WHERE s[name] IS NOT NULL] AS staff
SET c.citedFor = reduce(facts = [], fact IN c.citedFor | facts + CASE fact
  WHEN 'agency_type' THEN ['agencyType']
  WHEN 'joined_year' THEN ['joinedYear']
  WHEN 'population' THEN ['populationServed']
  WHEN 'personnel' THEN staff
  WHEN 'assistance_offered' THEN ['assistanceOffered']
  WHEN 'direct_contact' THEN ['directContactLastConfirmed']
  WHEN 'profile' THEN ['specialties']
  ELSE [fact] END);
CYPHER 25 MATCH (n:Site) WHERE n.joinedMonthText IS NULL
SET n.joinedMonthText = (n.joinedMonth / 12) + '-' + right('0' + (n.joinedMonth % 12 + 1), 2);
CYPHER 25 MATCH (n:SiteMonth) WHERE n.monthText IS NULL
SET n.monthText = (n.month / 12) + '-' + right('0' + (n.month % 12 + 1), 2);
CYPHER 25 MATCH (n:Requester) WHERE n.firstAnsweredText IS NULL
SET n.firstAnsweredText = (n.firstAnswered / 12) + '-' + right('0' + (n.firstAnswered % 12 + 1), 2);
CYPHER 25 MATCH (q:Request) WHERE q.matchedMonth IS NOT NULL OR q.closedMonth IS NOT NULL
CALL (q) {
  SET q.matchedMonthText = (q.matchedMonth / 12) + '-' + right('0' + (q.matchedMonth % 12 + 1), 2),
    q.closedMonthText = (q.closedMonth / 12) + '-' + right('0' + (q.closedMonth % 12 + 1), 2)
} IN TRANSACTIONS OF 5000 ROWS;
CYPHER 25 MATCH (q:Request)-[f:FROM]->()
CALL (q, f) { SET f.monthText = q.monthText } IN TRANSACTIONS OF 5000 ROWS;
CYPHER 25 MATCH (q:Request)-[a:ANSWERED_BY]->()
CALL (q, a) {
  SET a.monthText = q.monthText, a.matchedMonthText = a.matchedOn, a.closedMonthText = q.closedMonthText
} IN TRANSACTIONS OF 5000 ROWS;
// The statement that writes requests makes of each row what it made before, with these texts: as in 0014, no log has to
// be loaded again.
CYPHER 25 MATCH (q:Request) WHERE q.fingerprint ENDS WITH '-7eda4e20'
CALL (q) { SET q.fingerprint = split(q.fingerprint, '-')[0] + '-b070c969' } IN TRANSACTIONS OF 5000 ROWS;
