// Deletes jurisdictions that files have made and that nothing else refers to, with their lists of similar ones and their
// PART_OF, a region's counties included; what came with the program counts as used. Nothing is `touched`: what places and
// campuses inherit and regions sum is of counties, which no file makes.
CYPHER 25
UNWIND $keys AS key
MATCH (j:Jurisdiction {key: key})
WITH j, key, COUNT { (j)-[:!(PART_OF|SIMILAR_TO)]-() } + COUNT { (j)<-[:PART_OF]-(c) WHERE c.kind <> 'COUNTY' }
  + CASE WHEN j.fromFile AND NOT key IN
    //: part/bundled_kinds_of_files
    THEN 0 ELSE 1 END AS uses
FOREACH (_ IN CASE WHEN uses = 0 THEN [1] ELSE [] END | DETACH DELETE j)
RETURN key, uses, [] AS touched
