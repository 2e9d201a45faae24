// A jurisdiction with an answered request carries the label Requester and the month of its first answer.
CYPHER 25
UNWIND $keys AS key
MATCH (j:Jurisdiction {key: key})
WITH j, COLLECT {
  MATCH (j)<-[:FROM]-(:Request)-[a:ANSWERED_BY]->()
  RETURN {month: min(a.matchedMonth), text: min(a.matchedOn)}
}[0] AS first
FOREACH (_ IN CASE WHEN first.month IS NOT NULL AND (j.firstAnswered IS NULL OR j.firstAnswered <> first.month)
    THEN [1] ELSE [] END |
  SET j:Requester, j.firstAnswered = first.month, j.firstAnsweredText = first.text)
FOREACH (_ IN CASE WHEN first.month IS NULL AND j.firstAnswered IS NOT NULL THEN [1] ELSE [] END |
  REMOVE j:Requester, j.firstAnswered, j.firstAnsweredText)
