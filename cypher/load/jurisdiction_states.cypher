// Of jurisdictions, each as [key, state], those that are in another state, with their own (of several the main one).
CYPHER 25
UNWIND $named AS each
MATCH (j:Jurisdiction {key: each[0]}) WHERE NOT each[1] IN coalesce(j.states, [j.state])
RETURN j.key AS key, j.state AS state
