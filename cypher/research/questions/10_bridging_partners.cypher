// 10 · Bridging partners
// Which partners connect several sites?
CYPHER 25
MATCH (partner:PartnerAgency)<-[:PARTNERS_WITH]-(site:Site)
WITH partner, site ORDER BY site.name
WITH partner, collect(site.name) AS sites
WHERE size(sites) > 1
RETURN partner.name AS partner, partner.kind AS kind, sites
ORDER BY partner
