// Program models and topics that no current site has, most requests first: what to look for in new sites.
WITH ask, COLLECT {
  MATCH (w:ProgramModel|Topic)
  WHERE NOT EXISTS { (w)<-[:OPERATES|SPECIALIZES_IN]-(s:Site) WHERE s.status = 'CURRENT' }
  RETURN w
} AS absent
//: part/gaps
UNWIND gaps AS gap
WITH gap ORDER BY coalesce(gap.requests, 0) DESC, coalesce(gap.model, gap.topic).key
RETURN {rows: collect(gap)} AS answer
