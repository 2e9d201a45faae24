// A place has the list of its ZIP codes, and a search for one finds it. The index is apart from that of the names:
// in theirs, a number that somebody types would also find ZIP codes that begin with it or differ in one digit.
CYPHER 25 CREATE FULLTEXT INDEX jurisdiction_text_zips IF NOT EXISTS FOR (n:Jurisdiction) ON EACH [n.zips]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'keyword'}};
CYPHER 25 CALL db.awaitIndexes(300);
