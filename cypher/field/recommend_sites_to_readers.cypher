// As field/recommend_sites, with evidence and load from published counts: docs/decisions/small-counts.md.
//: part/requester
//: part/near
//: part/compared
//: part/published_evidence
//: part/ranking
