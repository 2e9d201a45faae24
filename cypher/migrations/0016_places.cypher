// Places know whether they are incorporated, and have their own density or none. An index has no nulls: that of the
// nearest requesters holds 99 for an unknown density.
CYPHER 25 CREATE RANGE INDEX jurisdiction_incorporated IF NOT EXISTS FOR (n:Jurisdiction) ON (n.incorporated);
CYPHER 25 MATCH (n:Jurisdiction) CALL (n) { SET n.logDensityKey = coalesce(n.logDensity, 99.0) } IN TRANSACTIONS OF 5000 ROWS;
CYPHER 25 DROP INDEX requester_traits IF EXISTS;
CYPHER 25 CREATE RANGE INDEX requester_nearest IF NOT EXISTS FOR (n:Requester) ON (n.kind, n.urbanClass, n.division, n.logPopulation, n.logDensityKey, n.state);
// Places that GeoNames has twice (domain/same_places.py): the next load of their logs places their requests anew.
CYPHER 25 MATCH (n:Jurisdiction) WHERE n.key IN ['us-place:4059870', 'us-place:4154031', 'us-place:4154047', 'us-place:4164166', 'us-place:4251841', 'us-
  place:4277554', 'us-place:4297999', 'us-place:4333190', 'us-place:4385018', 'us-place:4450687', 'us-
  place:4498303', 'us-place:4504225', 'us-place:4592487', 'us-place:4608418', 'us-place:4619947', 'us-
  place:4645421', 'us-place:4756955', 'us-place:4780011', 'us-place:4786714', 'us-place:4792867', 'us-
  place:4833505', 'us-place:4839745', 'us-place:4845519', 'us-place:4903976', 'us-place:4930511', 'us-
  place:4937232', 'us-place:4945588', 'us-place:4951305', 'us-place:4951473', 'us-place:4979245', 'us-
  place:5037790', 'us-place:5048493', 'us-place:5052361', 'us-place:5085688', 'us-place:5104405', 'us-
  place:5104637', 'us-place:5143620', 'us-place:5146666', 'us-place:5206710', 'us-place:5214810', 'us-
  place:5264870', 'us-place:5317071', 'us-place:5326305', 'us-place:5530937', 'us-place:5565711', 'us-
  place:5598542', 'us-place:5781070', 'us-place:5850554', 'us-place:5852774', 'us-place:7160204', 'us-
  place:7174365', 'us-place:7259061', 'us-place:7259823', 'us-place:7262464', 'us-place:7262527', 'us-
  place:8605040']
OPTIONAL MATCH (n)<-[:FROM]-(q:Request) SET q.fingerprint = '', q.fileFingerprint = null;
CYPHER 25 MATCH (n:Jurisdiction) WHERE n.key IN ['us-place:4059870', 'us-place:4154031', 'us-place:4154047', 'us-place:4164166', 'us-place:4251841', 'us-
  place:4277554', 'us-place:4297999', 'us-place:4333190', 'us-place:4385018', 'us-place:4450687', 'us-
  place:4498303', 'us-place:4504225', 'us-place:4592487', 'us-place:4608418', 'us-place:4619947', 'us-
  place:4645421', 'us-place:4756955', 'us-place:4780011', 'us-place:4786714', 'us-place:4792867', 'us-
  place:4833505', 'us-place:4839745', 'us-place:4845519', 'us-place:4903976', 'us-place:4930511', 'us-
  place:4937232', 'us-place:4945588', 'us-place:4951305', 'us-place:4951473', 'us-place:4979245', 'us-
  place:5037790', 'us-place:5048493', 'us-place:5052361', 'us-place:5085688', 'us-place:5104405', 'us-
  place:5104637', 'us-place:5143620', 'us-place:5146666', 'us-place:5206710', 'us-place:5214810', 'us-
  place:5264870', 'us-place:5317071', 'us-place:5326305', 'us-place:5530937', 'us-place:5565711', 'us-
  place:5598542', 'us-place:5781070', 'us-place:5850554', 'us-place:5852774', 'us-place:7160204', 'us-
  place:7174365', 'us-place:7259061', 'us-place:7259823', 'us-place:7262464', 'us-place:7262527', 'us-
  place:8605040'] DETACH DELETE n;
CYPHER 25 CALL db.awaitIndexes(300);
