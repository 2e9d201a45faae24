// What a ranking needs besides requests: the sites, the jurisdictions that `$keys` names or a site serves,
// the families of models, and which counties touch.
CYPHER 25
RETURN
  COLLECT {
    CALL () {
      UNWIND $keys AS key
      MATCH (n:Jurisdiction {key: key})
      RETURN n
    UNION
      MATCH (:Site)-[:SERVES]->(n)
      RETURN n
    }
    RETURN {
      //: part/features
    }
  } AS places,
  COLLECT {
    MATCH (s:Site)
    RETURN {
      properties: properties(s),
      serves: COLLECT { MATCH (s)-[:SERVES]->(j) RETURN j.key },
      operates: COLLECT { MATCH (s)-[o:OPERATES]->(m) RETURN [m.key, o.since] },
      hasTribe: EXISTS { (s)-[:PARTNERS_WITH]->({kind: 'TRIBE'}) },
      topics: COLLECT { MATCH (s)-[:SPECIALIZES_IN]->(t) RETURN t.key }
    }
  } AS sites,
  COLLECT { MATCH (m:ProgramModel) RETURN [m.key, m.family] } AS families,
  COLLECT { MATCH (one:Jurisdiction)-[:ADJACENT_TO]->(other) RETURN [one.key, other.key] } AS adjacent
