// 05 · Requests per head
// Which states have sent no or few requests per million people?
CYPHER 25
MATCH (state:Jurisdiction {kind: 'STATE'})
WITH state, COUNT { MATCH (request:Request {state: state.state}) } AS requests,
  COUNT { MATCH (request:Request {state: state.state}) WHERE request.synthetic } AS synthetic,
  COUNT { MATCH (who:Jurisdiction)<-[:FROM]-(:Request {state: state.state}) RETURN DISTINCT who } AS requesters
RETURN state.state AS state, requests, synthetic, state.population AS people, requesters,
  1000000.0 * requests / state.population AS perMillion
ORDER BY perMillion, state
