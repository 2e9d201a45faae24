// 08 · Days to match
// How long from request to match (median days) and to completion (months), by kind of assistance and size of agency?
CYPHER 25
MATCH (request:Request)
UNWIND CASE size(request.assistanceTypes) WHEN 0 THEN [null] ELSE request.assistanceTypes END AS assistance
RETURN assistance, count(*) AS requests, count(CASE WHEN request.synthetic THEN 1 END) AS synthetic,
  request.swornBand AS size, percentileCont(request.daysToMatch, 0.5) AS days,
  percentileCont(request.closedMonth - request.month, 0.5) AS months
ORDER BY assistance, size
