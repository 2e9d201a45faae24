// The sites to ask, and why. From the map `ask` (domain/question.py) and the numbers of domain/recommendation.py
// to the map `answer`: rows {site, tier, offers, lacks, score, factors, evidence}, best first, and the requested
// models and topics that no site has. docs/recommendation.md explains it.
//: part/requester
//: part/near
//: part/nearest
//: part/evidence
//: part/ranking
