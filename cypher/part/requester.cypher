// From ask: the requester `j`, with its `place` or `agency` of the graph, the models and topics `wanted`, the `sites` with
// their features and tribal partners, `tribes`, and `also`, the jurisdictions that they serve.
OPTIONAL MATCH (agency:LawEnforcementAgency {key: ask.agency})
WITH ask, agency, coalesce(ask.key,
  COLLECT { MATCH (agency)-[:POLICES]->(n) RETURN n.key ORDER BY n.population DESC LIMIT 1 }[0]) AS key
OPTIONAL MATCH (place:Jurisdiction {key: key})
OPTIONAL MATCH (hostCounty:Jurisdiction {key: 'us-county:' + agency.counties[0]})
OPTIONAL MATCH (state:Jurisdiction {key: 'us-state:' + coalesce(ask.profile.state, agency.state)})
// Of an agency that polices no jurisdiction of the graph, the county's features are used where its own are unknown; but
// its people only for a tribe's, and its density not for a township's.
WITH ask, agency, place, hostCounty, state,
  coalesce($recommendation.agencyKinds[agency.agencyType], 'OTHER') AS kind, ask.profile AS profile
WITH ask, agency, place, hostCounty, state, CASE
    WHEN place IS NOT NULL THEN place {.*, agencyType: agency.agencyType, swornBand: agency.swornBand}
    WHEN agency IS NULL THEN profile {.*, division: state.division, censusRegion: state.censusRegion,
      location: CASE WHEN profile.kind = 'TRIBE' THEN coalesce(profile.location, state.location) ELSE profile.location END}
    ELSE agency {.agencyType, .swornBand, .state, kind: kind,
      comparedAs: CASE kind WHEN 'TRIBE' THEN 'OTHER' ELSE kind END,
      division: state.division, censusRegion: state.censusRegion, county: hostCounty.county,
      urbanClass: hostCounty.urbanClass, location: coalesce(agency.location, hostCounty.location),
      logDensity: CASE WHEN kind <> 'PLACE' THEN hostCounty.logDensity END,
      logPopulation: CASE WHEN agency.populationServed > 0 THEN log10(agency.populationServed)
        WHEN kind = 'TRIBE' THEN hostCounty.logPopulation END} END AS j,
  COLLECT {
    MATCH (w:ProgramModel|Topic) WHERE w.key IN CASE WHEN w:Topic THEN ask.topics ELSE ask.models END
    RETURN w ORDER BY w.key
  } AS wanted,
  COLLECT {
    MATCH (s:Site)
    OPTIONAL MATCH (s)-[:LOAD]->(m) WHERE ask.asOf - $recommendation.loadMonths <= m.month < ask.asOf
    WITH s, sum(m.matched) AS load
    RETURN {s: s, key: s.key, there: s.joinedMonth < ask.asOf, current: s.status = 'CURRENT', load: load,
      serves: COLLECT { MATCH (s)-[:SERVES]->(n) RETURN n },
      operated: COLLECT { MATCH (s)-[o:OPERATES]->(m) WHERE o.since IS NULL OR 12 * o.since < ask.asOf
        RETURN m {.key, .name, .family, basis: o.basis, lastConfirmed: o.lastConfirmed} AS m ORDER BY m.key },
      special: COLLECT { MATCH (s)-[:SPECIALIZES_IN]->(t) RETURN t.key }}
  } AS sites,
  COLLECT {
    MATCH (p:PartnerAgency {kind: 'TRIBE'})<-[:PARTNERS_WITH]-(s:Site)
    RETURN {site: s.key, name: p.name} AS tribe ORDER BY tribe.name
  } AS tribes
WITH *, reduce(all = [], x IN sites | all + x.serves) AS also
