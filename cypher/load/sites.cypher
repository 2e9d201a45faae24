// A site with all its relationships; those that its row no longer has are deleted. A row of an operator's file takes
// precedence over one that comes with the program, and relationships of a file of partners stay.
CYPHER 25
UNWIND $rows AS row
MERGE (s:Site {key: row.key})
WITH s, row, CASE
  WHEN s.fingerprint IS NULL THEN 'created'
  WHEN s.fingerprint = row.fingerprint OR (s.fromFile AND NOT row.fromFile) THEN 'unchanged'
  ELSE 'updated' END AS outcome
CALL (s, row, outcome) {
  WITH s, row, outcome
  WHERE outcome <> 'unchanged'
  SET s = row.properties, s.fingerprint = row.fingerprint, s.fromFile = CASE WHEN row.fromFile THEN true END
  FOREACH (_ IN CASE s.status WHEN 'FORMER' THEN [1] ELSE [] END | SET s:FormerSite)
  FOREACH (_ IN CASE s.status WHEN 'FORMER' THEN [] ELSE [1] END | REMOVE s:FormerSite)
  WITH s, row
  CALL (s) {
    OPTIONAL MATCH (s)-[old:SERVES|OPERATES|SPECIALIZES_IN|PARTNERS_WITH|CITED_IN]->() WHERE old.fromFile IS NULL
    DELETE old
  }
  CALL (s, row) {
    UNWIND row.serves AS key
    MATCH (j:Jurisdiction {key: key})
    MERGE (s)-[:SERVES]->(j)
  }
  CALL (s, row) {
    UNWIND row.operates AS operated
    MATCH (m:ProgramModel {key: operated.key})
    MERGE (s)-[o:OPERATES]->(m)
    SET o = operated.properties
  }
  CALL (s, row) {
    UNWIND row.topics AS topic
    MATCH (t:Topic {key: topic.key})
    MERGE (s)-[r:SPECIALIZES_IN]->(t)
    SET r = topic.properties
  }
  CALL (s, row) {
    UNWIND row.partners AS partner
    MERGE (p:PartnerAgency {key: partner.key})
    MERGE (s)-[r:PARTNERS_WITH]->(p)
    SET r = partner.confirmed
    WITH p, partner WHERE p.fromFile IS NULL
    SET p += partner.properties
    WITH p, partner
    CALL (p) { OPTIONAL MATCH (p)-[old:LOCATED_IN]->() DELETE old }
    MATCH (j:Jurisdiction {key: partner.jurisdiction})
    MERGE (p)-[:LOCATED_IN]->(j)
  }
  CALL (s, row) {
    UNWIND row.sources AS cited
    WITH s, cited, cited.properties AS page
    MERGE (c:Source {key: cited.key})
    // Rows share a page: a title made from its address replaces no recorded one, and the last day of reading counts.
    WITH s, cited, page, c, c.titleBasis = 'RECORDED' AND page.titleBasis <> 'RECORDED' AS known
    SET c += page {.*, title: CASE WHEN known THEN c.title ELSE page.title END,
      titleBasis: CASE WHEN known THEN c.titleBasis ELSE page.titleBasis END,
      seenOn: CASE WHEN c.seenOn >= page.seenOn OR page.seenOn IS NULL THEN c.seenOn ELSE page.seenOn END}
    MERGE (s)-[r:CITED_IN]->(c)
    SET r.citedFor = cited.citedFor
  }
}
RETURN outcome, count(*) AS rows
