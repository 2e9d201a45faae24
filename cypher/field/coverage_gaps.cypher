// The period of all numbers of coverage, and whether they are exact and real.
RETURN {
  from: ask.from,
  until: ask.until,
  exact: $viewer.role = 'staff',
  synthetic: EXISTS { (q:Request {synthetic: true}) WHERE $viewer.role <> 'staff' OR ask.from <= q.month <= ask.until }
} AS answer
