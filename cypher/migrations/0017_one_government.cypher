// A city and its county that are one government are one jurisdiction, under the county's key
// (docs/decisions/one-government.md). It is compared as both, and found by both names.
CYPHER 25 MATCH (n:Jurisdiction) CALL (n) { SET n.comparedAs = coalesce(n.comparedAs, n.kind) } IN TRANSACTIONS OF 5000 ROWS;
CYPHER 25 DROP INDEX requester_nearest IF EXISTS;
CYPHER 25 CREATE RANGE INDEX requester_nearest IF NOT EXISTS FOR (n:Requester) ON (n.comparedAs, n.urbanClass, n.division, n.logPopulation, n.logDensityKey, n.state);
CYPHER 25 CREATE RANGE INDEX jurisdiction_place_key IF NOT EXISTS FOR (n:Jurisdiction) ON (n.placeKey);
CYPHER 25 DROP INDEX jurisdiction_text IF EXISTS;
CYPHER 25 CREATE FULLTEXT INDEX jurisdiction_text IF NOT EXISTS FOR (n:Jurisdiction) ON EACH [n.name, n.countyName]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-folding'}};
CYPHER 25 DROP INDEX jurisdiction_text_words IF EXISTS;
CYPHER 25 CREATE FULLTEXT INDEX jurisdiction_text_words IF NOT EXISTS FOR (n:Jurisdiction) ON EACH [n.state, n.name, n.countyName]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-no-stop-words'}};
CYPHER 25
UNWIND [['5879400', '02020'], ['5846901', '02100'], ['5554072', '02110'], ['5557293', '02220'], ['5557317', '02230'],
  ['5558586', '02275'], ['5558615', '02282'], ['5391959', '06075'], ['5415035', '08014'], ['5419384', '08031'],
  ['4140963', '11001'], ['4160021', '12031'], ['4207400', '13021'], ['4180386', '13059'], ['4224412', '13101'],
  ['4188985', '13215'], ['4196919', '13239'], ['4180531', '13245'], ['4217343', '13307'], ['5856195', '15003'],
  ['4259418', '18097'], ['5446643', '20071'], ['4273837', '20209'], ['4297983', '21067'], ['4299276', '21111'],
  ['4315588', '22033'], ['4330145', '22055'], ['4335045', '22071'], ['4328010', '22109'], ['4347778', '24510'],
  ['4944903', '25019'], ['4407066', '29510'], ['5637146', '30023'], ['5642934', '30093'], ['5501344', '32510'],
  ['4560349', '42101'], ['4644585', '47037'], ['4638782', '47127'], ['4628109', '47169'], ['4744091', '51510'],
  ['4748993', '51520'], ['4749715', '51530'], ['4752031', '51540'], ['4752186', '51550'], ['4753671', '51570'],
  ['4754358', '51580'], ['4755280', '51590'], ['4757673', '51595'], ['4758023', '51600'], ['4758390', '51610'],
  ['4759986', '51620'], ['4760059', '51630'], ['4760376', '51640'], ['4762894', '51650'], ['4763231', '51660'],
  ['4764826', '51670'], ['4769339', '51678'], ['4771075', '51680'], ['4771401', '51683'], ['4771414', '51685'],
  ['4771808', '51690'], ['4776024', '51700'], ['4776222', '51710'], ['4776585', '51720'], ['4778626', '51730'],
  ['4779923', '51735'], ['4779999', '51740'], ['4780837', '51750'], ['4781708', '51760'], ['4782167', '51770'],
  ['4784112', '51775'], ['4787440', '51790'], ['4788158', '51800'], ['4791259', '51810'], ['4792522', '51820'],
  ['4793846', '51830'], ['4794120', '51840']] AS pair
MATCH (city:Jurisdiction {key: 'us-place:' + pair[0]})
MATCH (county:Jurisdiction {key: 'us-county:' + pair[1]})
CALL (city, county) {
  MATCH (city)<-[f:FROM]-(q)
  MERGE (q)-[:FROM {jurisdiction: county.key, month: f.month, request: f.request}]->(county)
}
CALL (city, county) {
  MATCH (city)<-[:SERVES]-(s)
  MERGE (s)-[:SERVES]->(county)
}
CALL (city, county) {
  MATCH (city)<-[:LOCATED_IN]-(p)
  MERGE (p)-[:LOCATED_IN]->(county)
}
CALL (city, county) {
  MATCH (city)<-[:POLICES]-(a)
  MERGE (a)-[:POLICES]->(county)
}
WITH city, county, CASE WHEN county.firstAnswered <= city.firstAnswered THEN county.firstAnswered
  ELSE coalesce(city.firstAnswered, county.firstAnswered) END AS first
FOREACH (_ IN CASE WHEN first IS NULL THEN [] ELSE [1] END | SET county:Requester, county.firstAnswered = first)
DETACH DELETE city;
CYPHER 25 CALL db.awaitIndexes(300);
