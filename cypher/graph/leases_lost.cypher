// Of leases, each as [key, owner], those that another process has taken or an operator has ended.
CYPHER 25
UNWIND $held AS each
WITH each[0] AS key, each[1] AS owner
WHERE NOT EXISTS { MATCH (l:Lease) WHERE l.key = key AND l.owner = owner }
RETURN key
