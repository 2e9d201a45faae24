// The nearest requesters are found by one index (cypher/part/nearest.cypher); three that it replaces go.
CYPHER 25 CREATE RANGE INDEX requester_traits IF NOT EXISTS FOR (n:Requester)
ON (n.kind, n.urbanClass, n.division, n.logPopulation, n.logDensity, n.state);
CYPHER 25 DROP INDEX requester_size IF EXISTS;
CYPHER 25 DROP INDEX requester_division IF EXISTS;
CYPHER 25 DROP INDEX requester_urban_class IF EXISTS;
