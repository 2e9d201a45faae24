// What the guide says of the graph at this moment; all counts but that of synthetic requests come from the count store.
CYPHER 25
OPTIONAL MATCH (g:Graph {key: 'graph'})
RETURN coalesce(g.dataVersion, 0) AS version, left(toString(g.changedAt), 10) AS changed,
  COUNT { (:Request {synthetic: true}) } AS synthetic,
  {
    Site: COUNT { (:Site) }, Jurisdiction: COUNT { (:Jurisdiction) }, ProgramModel: COUNT { (:ProgramModel) },
    Topic: COUNT { (:Topic) }, PartnerAgency: COUNT { (:PartnerAgency) }, Request: COUNT { (:Request) },
    LawEnforcementAgency: COUNT { (:LawEnforcementAgency) }, Source: COUNT { (:Source) }
  } AS nodes,
  {
    SERVES: COUNT { ()-[:SERVES]->() }, OPERATES: COUNT { ()-[:OPERATES]->() },
    SPECIALIZES_IN: COUNT { ()-[:SPECIALIZES_IN]->() }, PARTNERS_WITH: COUNT { ()-[:PARTNERS_WITH]->() },
    CITED_IN: COUNT { ()-[:CITED_IN]->() }, LOCATED_IN: COUNT { ()-[:LOCATED_IN]->() },
    POLICES: COUNT { ()-[:POLICES]->() }, PART_OF: COUNT { ()-[:PART_OF]->() },
    ADJACENT_TO: COUNT { ()-[:ADJACENT_TO]->() }, SIMILAR_TO: COUNT { ()-[:SIMILAR_TO]->() },
    FROM: COUNT { ()-[:FROM]->() }, ABOUT: COUNT { ()-[:ABOUT]->() }, CONCERNS: COUNT { ()-[:CONCERNS]->() },
    ANSWERED_BY: COUNT { ()-[:ANSWERED_BY]->() }
  } AS relationships
