// Counties of 2023 in a graph that has those of 2019. Middlesex, CT, becomes the planning region that all of it is in.
// The others were divided: their requests lose the place, and their logs are written again by the next load, which
// finds it anew. The new counties come with the reference data.
CYPHER 25 MATCH (n:Jurisdiction {key: 'us-county:09007'})
SET n.key = 'us-county:09130', n.fips = '09130', n.county = '09130'
WITH n MATCH (n)<-[f:FROM]-() SET f.jurisdiction = n.key;
CYPHER 25 MATCH (n:Jurisdiction)<-[:FROM]-(q:Request)
WHERE n.key IN ['us-county:02261', 'us-county:09001', 'us-county:09003', 'us-county:09005', 'us-county:09009',
  'us-county:09011', 'us-county:09013', 'us-county:09015']
SET q.fingerprint = '', q.fileFingerprint = null;
CYPHER 25 MATCH (n:Jurisdiction)
WHERE n.key IN ['us-county:02261', 'us-county:09001', 'us-county:09003', 'us-county:09005', 'us-county:09009',
  'us-county:09011', 'us-county:09013', 'us-county:09015']
DETACH DELETE n;
