"""The band of sworn officers: one coding of sites, agencies and requests, in the order of size."""

from __future__ import annotations

from typing import Any

import pytest

from domain.vocabulary import SwornBand, sworn_band
from graph.database import Database
from graph.deadline import Deadline
from graph.statements import Statement

BANDS = list(SwornBand.__members__)
CODED = Statement(
    "coded",
    """CYPHER 25 MATCH (n:Site|LawEnforcementAgency|Request) WHERE n.swornBand IS NOT NULL
    RETURN labels(n)[0] AS label, collect(DISTINCT n.swornBand) AS bands""",
)
PAGE = """query Page($sort: [SiteSort!], $after: String) { sites(sort: $sort, first: 4, after: $after) {
  pageInfo { hasNextPage endCursor } edges { node { key swornBand } } } }"""


def place(band: str | None) -> int:
    """Unknown bands come last."""
    return len(BANDS) if band is None else BANDS.index(band)


async def test_all_labels_store_the_names_of_bands(database: Database) -> None:
    coded = {r["label"]: set(r["bands"]) for r in await database.read(CODED, {}, Deadline.after(30))}
    assert {"Site", "Request"} <= coded.keys()
    for label, bands in coded.items():
        assert bands <= set(BANDS), label
    assert coded["Site"] & coded["Request"]


@pytest.mark.parametrize("direction", ["ASC", "DESC"])
@pytest.mark.parametrize("field", ["sites", "requests", "lawEnforcementAgencies"])
async def test_sorts_follow_size(ask: Any, field: str, direction: str) -> None:
    nodes = "edges { node { swornBand } }"
    document = f"{{ {field}(sort: [{{swornBand: {direction}}}], first: 100) {{ {nodes} }} }}"
    bands = [edge["node"]["swornBand"] for edge in (await ask(document))[field]["edges"]]
    known = [band for band in bands if band is not None]
    assert bands == known + [None] * (len(bands) - len(known))
    assert known == sorted(known, key=place, reverse=direction == "DESC")


@pytest.mark.parametrize("direction", ["ASC", "DESC"])
async def test_pages_in_order_of_size_hold_each_site_once(ask: Any, direction: str) -> None:
    found, after = [], None
    while True:
        page = (await ask(PAGE, sort=[{"swornBand": direction}], after=after))["sites"]
        found += [edge["node"] for edge in page["edges"]]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    assert len({site["key"] for site in found}) == len(found) == 13
    nodes = "edges { node { key swornBand } }"
    whole = f"{{ sites(sort: [{{swornBand: {direction}}}], first: 100) {{ {nodes} }} }}"
    assert found == [edge["node"] for edge in (await ask(whole))["sites"]["edges"]]


async def test_groups_follow_size_and_filters_find_names(ask: Any) -> None:
    groups = (await ask("{ sitesAggregate(groupBy: [SWORN_BAND]) { count group { swornBand } } }"))[
        "sitesAggregate"
    ]
    bands = [group["group"]["swornBand"] for group in groups]
    assert bands == sorted(bands, key=place)
    assert len(bands) > 2
    for group in groups:
        where = {"swornBand": {"eq": group["group"]["swornBand"]}}
        text = """query Of($where: SiteWhere) { sites(where: $where, first: 100) {
          totalCount edges { node { personnelSworn swornBand } } } }"""
        sites = (await ask(text, where=where))["sites"]
        assert sites["totalCount"] == group["count"]
        for edge in sites["edges"]:
            assert edge["node"]["swornBand"] == sworn_band(edge["node"]["personnelSworn"])
