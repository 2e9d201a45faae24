// From ask: the requester `j`, with its `place` or `agency` of the graph, the models and topics `wanted`, the `sites` with
// their features and tribal partners, `tribes`, and `also`, the jurisdictions that they serve.
//: part/requester_features
WITH *,
  COLLECT {
    MATCH (w:ProgramModel|Topic) WHERE w.key IN CASE WHEN w:Topic THEN ask.topics ELSE ask.models END
    RETURN w ORDER BY w.key
  } AS wanted,
  COLLECT {
    MATCH (s:Site)
    OPTIONAL MATCH (s)-[:LOAD]->(m) WHERE ask.asOf - $recommendation.loadMonths <= m.month < ask.asOf
    WITH s, sum(m.matched) AS load
    RETURN {s: s, key: s.key, there: s.joinedMonth < ask.asOf, current: s.status = 'CURRENT', load: load,
      serves: COLLECT { MATCH (s)-[:SERVES]->(n) RETURN n },
      operated: COLLECT { MATCH (s)-[o:OPERATES]->(m) WHERE o.since IS NULL OR 12 * o.since < ask.asOf
        RETURN m {.key, .name, .family, basis: o.basis, lastConfirmed: o.lastConfirmed} AS m ORDER BY m.key },
      special: COLLECT { MATCH (s)-[:SPECIALIZES_IN]->(t) RETURN t.key }}
  } AS sites,
  COLLECT {
    MATCH (p:PartnerAgency {kind: 'TRIBE'})<-[:PARTNERS_WITH]-(s:Site)
    RETURN {site: s.key, name: p.name} AS tribe ORDER BY tribe.name
  } AS tribes
WITH *, reduce(all = [], x IN sites | all + x.serves) AS also
