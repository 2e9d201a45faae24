// Bridging partners
// Partner agencies that connect several sites
CYPHER 25
MATCH (partner:PartnerAgency)
WHERE COUNT { (partner)<-[:PARTNERS_WITH]-(:Site) } > 1
MATCH bridge = (partner)<-[:PARTNERS_WITH]-(:Site)
RETURN bridge
