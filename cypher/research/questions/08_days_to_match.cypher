// 8 · How long from request to match (median days) and to completion (months), by kind of assistance and size of agency?
CYPHER 25
MATCH (request:Request)
UNWIND CASE size(request.assistanceTypes) WHEN 0 THEN [null] ELSE request.assistanceTypes END AS assistance
RETURN assistance, request.swornBand AS size, count(*) AS requests,
  percentileCont(request.daysToMatch, 0.5) AS days, percentileCont(request.closedMonth - request.month, 0.5) AS months
ORDER BY assistance, size
