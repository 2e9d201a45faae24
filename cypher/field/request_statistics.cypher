// Requests counted in total and in groups, in one pass: each request is in the group [] and in every combination
// of its values in the dimensions `ask.groupBy`; an unknown value is null.
CALL (ask) {
  OPTIONAL MATCH (q:Request) USING INDEX q:Request(month, key)
  WHERE ask.from <= q.month <= ask.until AND q.key IS NOT NULL
    AND (ask.states IS NULL OR q.state IN ask.states)
    AND (ask.statuses IS NULL OR q.status IN ask.statuses)
    AND (ask.agencySizes IS NULL OR q.swornBand IN ask.agencySizes)
    AND (ask.assistanceTypes IS NULL OR any(kind IN q.assistanceTypes WHERE kind IN ask.assistanceTypes))
    AND (ask.urbanClasses IS NULL OR EXISTS { (q)-[:FROM]->(j) WHERE j.urbanClass IN ask.urbanClasses })
    AND (ask.models IS NULL OR EXISTS { (q)-[:ABOUT]->(m) WHERE m.key IN ask.models })
    AND (ask.topics IS NULL OR EXISTS { (q)-[:CONCERNS]->(t) WHERE t.key IN ask.topics })
    AND (ask.sites IS NULL OR EXISTS { (q)-[:ANSWERED_BY]->(s) WHERE s.key IN ask.sites })
  WITH ask, q, [dimension IN ask.groupBy | CASE dimension
    WHEN 'MONTH' THEN [q.month]
    WHEN 'QUARTER' THEN [q.month / 3]
    WHEN 'YEAR' THEN [q.month / 12]
    WHEN 'STATE' THEN [q.state]
    WHEN 'STATUS' THEN [ask.places[q.status]]
    WHEN 'AGENCY_SIZE' THEN [ask.places[q.swornBand]]
    WHEN 'ASSISTANCE_TYPE' THEN [kind IN coalesce(q.assistanceTypes, []) | ask.places[kind]]
    WHEN 'URBAN_CLASS' THEN COLLECT { MATCH (q)-[:FROM]->(j) RETURN DISTINCT j.urbanClass }
    WHEN 'MODEL' THEN COLLECT { MATCH (q)-[:ABOUT]->(m) RETURN m.key }
    WHEN 'TOPIC' THEN COLLECT { MATCH (q)-[:CONCERNS]->(t) RETURN t.key }
    WHEN 'SITE' THEN COLLECT { MATCH (q)-[:ANSWERED_BY]->(s) RETURN s.key }
    END] AS dimensions
  UNWIND CASE dimensions WHEN [] THEN [[]] ELSE [[]] + reduce(groups = [[]], values IN dimensions
    | reduce(longer = [], g IN groups | longer + [value IN CASE values WHEN [] THEN [null] ELSE values END | g + [value]]))
    END AS group
  WITH group, [
      [count(q), sum(q.recordKey)],
      [count(q.matchedMonth), sum(CASE WHEN q.matchedMonth IS NOT NULL THEN q.recordKey END)],
      [sum(CASE q.status WHEN 'COMPLETED' THEN 1 ELSE 0 END), sum(CASE q.status WHEN 'COMPLETED' THEN q.recordKey END)],
      [count(q.daysToMatch), sum(CASE WHEN q.daysToMatch IS NOT NULL THEN q.recordKey END)],
      [count(q.closedMonth), sum(CASE WHEN q.closedMonth IS NOT NULL THEN q.recordKey END)]
    ] AS counts,
    percentileCont(q.daysToMatch, 0.5) AS days, percentileCont(q.closedMonth - q.month, 0.5) AS months,
    count(CASE WHEN q.synthetic THEN 1 END) AS synthetic
  //: part/published
  //: part/synthetic
  WITH * WHERE group = [] OR shown[0] > 0
  ORDER BY group
  RETURN collect({
    group: group,
    requests: shown[0],
    answered: shown[1],
    completed: shown[2],
    // With ten or more values at least five lie on each side of the middle.
    medianDaysToMatch: CASE WHEN $viewer.role = 'staff' THEN days WHEN shown[3] >= 10 THEN round(days) END,
    medianMonthsToClose: CASE WHEN $viewer.role = 'staff' THEN months WHEN shown[4] >= 10 THEN round(months) END,
    suppressed: any(number IN shown[..3] WHERE number IS NULL),
    synthetic: synthetic > 0,
    syntheticRequests: syntheticRequests
  }) AS cells
}
WITH ask, [c IN cells WHERE c.group = []][0] AS total, [c IN cells WHERE c.group <> []] AS rows
RETURN {
  total: total,
  rows: [r IN rows | r {.*,
    month: r.group[ask.at.MONTH], quarter: r.group[ask.at.QUARTER], year: r.group[ask.at.YEAR],
    state: r.group[ask.at.STATE], urbanClass: r.group[ask.at.URBAN_CLASS], status: r.group[ask.at.STATUS],
    agencySize: r.group[ask.at.AGENCY_SIZE], assistanceType: r.group[ask.at.ASSISTANCE_TYPE],
    model: r.group[ask.at.MODEL], topic: r.group[ask.at.TOPIC], site: r.group[ask.at.SITE]}],
  exact: $viewer.role = 'staff',
  // Whether a small group is synthetic would reveal that it exists.
  synthetic: CASE WHEN $viewer.role = 'staff' THEN total.synthetic ELSE EXISTS { (:Request {synthetic: true}) } END,
  error: CASE
    WHEN size(rows) > ask.most THEN {rows: size(rows)}
    ELSE nullIf({keys: [k IN ask.keys WHERE NOT k IN COLLECT {
      MATCH (n:Jurisdiction) WHERE n.key IN ask.keys RETURN n.key AS key
    UNION
      MATCH (n:ProgramModel) WHERE n.key IN ask.keys RETURN n.key AS key
    UNION
      MATCH (n:Topic) WHERE n.key IN ask.keys RETURN n.key AS key
    UNION
      MATCH (n:Site) WHERE n.key IN ask.keys RETURN n.key AS key
    }]}, {keys: []}) END
} AS answer
