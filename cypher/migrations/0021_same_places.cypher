// Places that GeoNames has twice, or that are no longer places (data/places_review.csv). What refers to a double refers to
// its place now (domain/same_places.py); of the others the next load of a log places its requests anew.
CYPHER 25
UNWIND [['10300443', '5173354'], ['4922459', '8449910'], ['4970940', '4970938'], ['5039796', '5039798'],
  ['5053593', '5039798'], ['5097839', '5097836'], ['5240656', '6424355'], ['5301692', '7261646'],
  ['5561194', '5571109'], ['7259034', '4367734']] AS pair
MATCH (double:Jurisdiction {key: 'us-place:' + pair[0]})
MATCH (place:Jurisdiction {key: 'us-place:' + pair[1]})
CALL (double, place) {
  MATCH (double)<-[f:FROM]-(q)
  MERGE (q)-[:FROM {jurisdiction: place.key, month: f.month, request: f.request}]->(place)
}
CALL (double, place) {
  MATCH (double)<-[:SERVES]-(s)
  MERGE (s)-[:SERVES]->(place)
}
CALL (double, place) {
  MATCH (double)<-[:LOCATED_IN]-(p)
  MERGE (p)-[:LOCATED_IN]->(place)
}
CALL (double, place) {
  MATCH (double)<-[:POLICES]-(a)
  MERGE (a)-[:POLICES]->(place)
}
WITH double, place, CASE WHEN place.firstAnswered <= double.firstAnswered THEN place.firstAnswered
  ELSE coalesce(double.firstAnswered, place.firstAnswered) END AS first
FOREACH (_ IN CASE WHEN first IS NULL THEN [] ELSE [1] END | SET place:Requester, place.firstAnswered = first)
DETACH DELETE double;
CYPHER 25
MATCH (n:Jurisdiction) WHERE n.key IN ['us-place:4670562', 'us-place:4714259', 'us-place:4735467', 'us-place:4849708']
OPTIONAL MATCH (n)<-[:FROM]-(q:Request) SET q.fingerprint = '', q.fileFingerprint = null;
CYPHER 25
MATCH (n:Jurisdiction) WHERE n.key IN ['us-place:4670562', 'us-place:4714259', 'us-place:4735467', 'us-place:4849708']
DETACH DELETE n;
