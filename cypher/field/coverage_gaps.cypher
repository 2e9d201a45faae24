// What holds for all that is asked of coverage: the period, and whether the numbers are exact and real.
RETURN {
  from: ask.from,
  until: ask.until,
  exact: $viewer.role = 'staff',
  synthetic: EXISTS { (q:Request {synthetic: true}) WHERE $viewer.role <> 'staff' OR ask.from <= q.month <= ask.until }
} AS answer
