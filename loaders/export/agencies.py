"""Law-enforcement agencies of the bundled list: cypher/load/bundled_agencies.cypher."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from loaders.export.table import Line, Table
from loaders.pipeline.row import Row

AGENCIES = Table.of_nodes(
    "LawEnforcementAgency",
    *("ori", "name", "state", "agencyType", "listed:long", "location:point{crs:WGS-84}"),
    *("counties:string[]", "listFingerprint"),
)
POLICES = Table.of_relationships("POLICES")


def agencies(rows: Iterable[Row]) -> Iterator[Line]:
    """Agencies, and what they police."""
    for row in rows:
        yield AGENCIES.line(row["properties"] | {"listFingerprint": row["fingerprint"]})
        for jurisdiction in row["jurisdictions"]:
            yield POLICES.tie(row["key"], jurisdiction)
