"""Sites with their partners and sources: cypher/load/sites.cypher."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from loaders.export.table import Line, Table
from loaders.pipeline.row import Row

SITES = Table.of_nodes(
    "Site",
    ":LABEL",
    *("name", "state", "status", "statusBasis", "agencyType", "notes", "fingerprint", "specialties:string[]"),
    *("joinedYear:long", "joinedYearInferred:boolean", "joinedMonth:long", "joinedMonthText"),
    *("personnelTotal:long", "personnelSworn:long", "personnelCivilian:long", "personnelBasis"),
    *("swornBand", "populationServed:long", "populationServedYear:long", "populationServedBasis"),
    *("monthlyCapacity:long", "assistanceOffered:string[]"),
    *("lastConfirmed", "confirmedBy", "personnelLastConfirmed", "personnelConfirmedBy"),
    *("populationServedLastConfirmed", "populationServedConfirmedBy"),
    *("assistanceLastConfirmed", "assistanceConfirmedBy"),
    *("directContactLastConfirmed", "directContactConfirmedBy"),
)
PARTNER_AGENCIES = Table.of_nodes("PartnerAgency", "name", "kind", "note")
SOURCES = Table.of_nodes("Source", "url", "title", "titleBasis", "seenOn")
SERVES = Table.of_relationships("SERVES")
OPERATES = Table.of_relationships("OPERATES", "basis", "since:long", "lastConfirmed", "confirmedBy")
SPECIALIZES_IN = Table.of_relationships("SPECIALIZES_IN", "lastConfirmed", "confirmedBy")
PARTNERS_WITH = Table.of_relationships("PARTNERS_WITH", "lastConfirmed", "confirmedBy")
LOCATED_IN = Table.of_relationships("LOCATED_IN")
CITED_IN = Table.of_relationships("CITED_IN", "citedFor:string[]")


def sites(rows: Iterable[Row]) -> Iterator[Line]:
    """All sites. Of a partner or source that several name, the last one's word counts."""
    partners, sources = dict[str, Row](), dict[str, Row]()
    for row in rows:
        yield from _site(row)
        partners |= {each["key"]: each for each in row["partners"]}
        sources |= {each["key"]: each for each in row["sources"]}
    for partner in partners.values():
        yield PARTNER_AGENCIES.line(partner["properties"])
        if partner["jurisdiction"]:
            yield LOCATED_IN.tie(partner["key"], partner["jurisdiction"])
    for source in sources.values():
        yield SOURCES.line(source["properties"])


def _site(row: Row) -> Iterator[Line]:
    key = row["key"]
    more = {":LABEL": "FormerSite"} if row["properties"]["status"] == "FORMER" else {}
    yield SITES.line(row["properties"] | more | {"fingerprint": row["fingerprint"]})
    for jurisdiction in row["serves"]:
        yield SERVES.tie(key, jurisdiction)
    for operated in row["operates"]:
        yield OPERATES.tie(key, operated["key"], operated["properties"])
    for topic in row["topics"]:
        yield SPECIALIZES_IN.tie(key, topic["key"], topic["properties"])
    for partner in row["partners"]:
        yield PARTNERS_WITH.tie(key, partner["key"], partner["confirmed"])
    for source in row["sources"]:
        yield CITED_IN.tie(key, source["key"], {"citedFor": source["citedFor"]})
