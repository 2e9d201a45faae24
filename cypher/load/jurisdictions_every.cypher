CYPHER 25
MATCH (n:Jurisdiction)
WHERE n.key > $after AND n.kind IN ['CAMPUS', 'REGION', 'TOWNSHIP', 'TRIBE'] AND n.fromFile AND NOT n.key IN
  //: part/bundled_kinds_of_files
RETURN n.key AS key ORDER BY key LIMIT $page
