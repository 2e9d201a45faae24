// From ask: the requester `j`, with its `place` or `agency` of the graph, `hostCounty` and `state`; `unknown`, the keys
// of it that the graph does not have, and `insufficient`, what it lacks if that is too much to compare it.
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
        WHEN kind = 'TRIBE' THEN hostCounty.logPopulation END} END AS j
WITH *, [key IN [ask.key, ask.agency, 'us-state:' + ask.profile.state]
    WHERE NOT key IN [coalesce(place.key, ''), coalesce(agency.key, ''), coalesce(state.key, '')]] AS unknown,
  // The parts of similarity that a node lacks; of a profile they are checked before.
  [f IN [['size', j.logPopulation], ['density', j.logDensity], ['setting', j.urbanClass], ['distance', j.location]]
    WHERE f[1] IS NULL AND j.kind <> 'STATE' | f[0]] AS missing
WITH *, CASE
  WHEN reduce(all = 0.0, part IN missing | all + ask.parts[part]) > $similarity.mostUnknown + $similarity.tie
    THEN {key: coalesce(ask.key, ask.agency, 'profile'), missing: missing} END AS insufficient
