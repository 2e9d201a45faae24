// Sites that answered requests of the jurisdictions most similar to `this`: the evidence of a recommendation.
WITH ask, this AS j, [] AS also,
  COLLECT { MATCH (w:ProgramModel|Topic) WHERE w.key IN ask.models + ask.topics RETURN w } AS wanted
//: part/near
//: part/nearest
//: part/evidence
UNWIND found AS f
WITH f.site AS node, {weight: f.total, requests: size(f.cases), jurisdictions: f.jurisdictions, synthetic: f.synthetic,
  evidence: [c IN f.cases | c {.*, contribution: c.weight}]} AS edge
RETURN node, edge
