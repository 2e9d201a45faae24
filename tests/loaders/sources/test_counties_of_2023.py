"""Files that use the county codes of before 2022, and graphs that were loaded with them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from graph_answers import asked, quarantined, row_counts
from one_migration import migrate
from request_files import REQUEST

from graph.database import Database
from graph.deadline import Deadline
from graph.statements import Statement
from loaders.bundled.jurisdictions import read_jurisdictions
from loaders.bundled.sample import remove_synthetic
from loaders.pipeline.load_report import LoadReport
from loaders.pipeline.placement import Placement
from loaders.resolver.resolver import Resolver
from loaders.sources.jurisdictions.source import JURISDICTIONS
from loaders.sources.requests.source import REQUESTS

Take = Callable[..., Any]

PLACES = [  # name, type, code of before, code of today
    ("Hartford, CT", "city", "09003", "09110"),
    ("Stamford", "city", "09001", "09190"),
    ("New London", "city", "09011", "09180"),
    ("Middlesex County", "county", "09007", "09130"),
    ("Valdez", "city", "02261", "02063"),
]


@cache
def resolver() -> Resolver:
    return Resolver(read_jurisdictions())


def named() -> Placement:
    return Placement(resolver)


def logs() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The same requests with the codes of before and of today."""
    rows = [
        REQUEST
        | {"request_id": f"test-{number}", "jurisdiction": name, "jurisdiction_type": kind}
        | {"jurisdiction_key": [], "state": "AK" if old.startswith("02") else "CT"}
        for number, (name, kind, old, _) in enumerate(PLACES)
    ]
    return tuple(  # type: ignore[return-value]
        [row | {"fips": codes[which]} for row, (_, _, *codes) in zip(rows, PLACES, strict=True)]
        for which in (0, 1)
    )


FROM = "MATCH (q:Request)-[:FROM]->(j) RETURN q.key, j.key, j.county ORDER BY q.key"


async def test_a_log_with_old_codes_and_one_with_new_ones_give_the_same_graph(
    empty: Database, take: Take
) -> None:
    found = []
    for rows in logs():
        assert row_counts(await take(REQUESTS, *rows, placement=named()))[0] == len(PLACES)
        found.append(await asked(empty, FROM))
        await remove_synthetic(empty)
    assert found[0] == found[1]
    assert [county for _, _, county in found[0]] == [new for _, _, _, new in PLACES]


@pytest.mark.parametrize("key", ["us-county:09007", "us-county:09130"])
async def test_a_key_of_before_is_that_of_the_successor(empty: Database, take: Take, key: str) -> None:
    await take(REQUESTS, REQUEST | {"request_id": "test-1", "jurisdiction_key": [key], "state": "CT"})
    assert await asked(empty, "MATCH (:Request)-[:FROM]->(j) RETURN j.key") == ["us-county:09130"]


async def test_a_divided_county_is_quarantined_with_its_successors(empty: Database, take: Take) -> None:
    row = REQUEST | {
        "request_id": "test-1",
        "jurisdiction_key": [],
        "state": "CT",
        "jurisdiction_type": "county",
    }
    reports: list[LoadReport] = [
        await take(REQUESTS, row | {"jurisdiction": "Fairfield County", "fips": "09001"}, placement=named()),
        await take(REQUESTS, row | {"jurisdiction_key": ["us-county:09001"]}),
        await take(JURISDICTIONS, {"fips": "09001", "pop": 950_000, "year": 2024}, placement=named()),
    ]
    for report in reports:
        assert (report.counts.changed, report.counts.quarantined) == (0, 1)
        text = str(quarantined(report))
        assert all(f"us-county:{now}" in text for now in ("09120", "09140", "09190")), text


async def test_a_graph_of_before_moves_to_the_counties_of_2023(empty: Database, take: Take) -> None:
    rows, _ = logs()
    await take(REQUESTS, *rows, placement=named())
    await empty.write(
        Statement(
            "before",
            """CYPHER 25
            MATCH (n:Jurisdiction {key: 'us-county:09130'})
            SET n.key = 'us-county:09007'
            CREATE (:Jurisdiction {key: 'us-county:09001', kind: 'COUNTY', name: 'Fairfield County'})
            WITH n MATCH (n)<-[f:FROM]-() SET f.jurisdiction = n.key
            WITH * MATCH (q:Request {key: 'request:test-1'})-[old:FROM]->()
            MATCH (o:Jurisdiction {key: 'us-county:09001'})
            DELETE old CREATE (q)-[:FROM {jurisdiction: o.key, month: q.month, request: q.key}]->(o)""",
        ),
        {},
        Deadline.after(60),
    )
    for _ in range(2):  # it may run again
        await migrate(empty, "0015_counties_of_2023")
    assert (
        await asked(
            empty, "MATCH (n:Jurisdiction) WHERE n.key IN ['us-county:09001', 'us-county:09007'] RETURN 1"
        )
        == []
    )
    assert await asked(
        empty, "MATCH (:Request {key: 'request:test-3'})-[f:FROM]->(j) RETURN f.jurisdiction + ' ' + j.key"
    ) == ["us-county:09130 us-county:09130"]
    assert row_counts(await take(REQUESTS, *rows, placement=named())) == (0, 1, 0, len(rows) - 1, 0)
    assert (await asked(empty, FROM))[1][2] == "09190"
