// From ask and the models and topics `absent`: `gaps`, a map for each, with the models of its family that a current
// site operates and the number of requests about it.
WITH *, COLLECT {
  UNWIND absent AS w
  CALL (ask, w) {
    // Readers get the number of all months: docs/decisions/small-counts.md.
    MATCH (w)<-[:ABOUT|CONCERNS]-(q:Request) WHERE $viewer.role <> 'staff' OR q.month < ask.asOf
    RETURN [[count(q), sum(coalesce(q.recordKey, 0))]] AS counts, count(CASE WHEN q.synthetic THEN 1 END) AS synthetic
  }
  //: part/published
  //: part/synthetic
  RETURN {model: CASE WHEN w:ProgramModel THEN w END, topic: CASE WHEN w:Topic THEN w END,
    related: COLLECT {
      MATCH (m:ProgramModel)<-[:OPERATES]-(s:Site) WHERE m.family = w.family AND s.status = 'CURRENT'
      RETURN DISTINCT m ORDER BY m.key
    },
    requests: shown[0], syntheticRequests: syntheticRequests, suppressed: shown[0] IS NULL} AS gap
  ORDER BY w.key
} AS gaps
