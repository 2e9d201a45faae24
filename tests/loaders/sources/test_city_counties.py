"""A city and its county in one: rows that name either, and graphs that had both."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from graph_answers import asked, row_counts
from one_migration import migrate
from request_files import REQUEST

from graph.database import Database
from graph.deadline import Deadline
from graph.statements import Statement
from loaders.bundled.jurisdictions import read_jurisdictions
from loaders.pipeline.placement import Placement
from loaders.resolver.resolver import Resolver
from loaders.sources.jurisdictions.source import JURISDICTIONS
from loaders.sources.requests.source import REQUESTS

Take = Callable[..., Any]

ROWS = [  # jurisdiction, type, FIPS
    ("New Orleans, LA", "city", ""),
    ("Orleans Parish", "county", ""),
    ("Orleans Parish", "county", "22071"),
    ("New Orleans Police Department", "city", "22071"),
    ("City of New Orleans", "county", ""),
    ("Orleans Parish", "city", ""),
]
FROM = "MATCH (q:Request)-[f:FROM]->(j) RETURN q.key, f.jurisdiction, j.key ORDER BY q.key"
PARISH, CITY = "us-county:22071", "us-place:4335045"
BEFORE = """CYPHER 25
CREATE (c:Jurisdiction:Requester {key: $city, kind: 'PLACE', name: 'New Orleans', state: 'LA'})
SET c.firstAnswered = 24000
WITH c MATCH (q:Request)-[old:FROM]->(:Jurisdiction {key: $parish})
CREATE (q)-[:FROM {jurisdiction: c.key, month: q.month, request: q.key}]->(c)
DELETE old
WITH DISTINCT c
CREATE (:Site {key: 'site:test-before'})-[:SERVES]->(c),
  (:PartnerAgency {key: 'partner:test-before'})-[:LOCATED_IN]->(c),
  (:LawEnforcementAgency {key: 'agency:test-before'})-[:POLICES]->(c)"""
CLEAN = """CYPHER 25
MATCH (n) WHERE n.key IN ['site:test-before', 'partner:test-before', 'agency:test-before'] DETACH DELETE n"""


@cache
def resolver() -> Resolver:
    return Resolver(read_jurisdictions())


def rows() -> list[dict[str, Any]]:
    return [
        REQUEST
        | {"request_id": f"test-{number}", "jurisdiction": name, "jurisdiction_type": kind}
        | {"jurisdiction_key": [], "state": "LA"}
        | ({"fips": fips} if fips else {})
        for number, (name, kind, fips) in enumerate(ROWS)
    ]


async def test_rows_that_name_the_city_or_the_parish_are_of_one_government(
    empty: Database, take: Take
) -> None:
    await take(REQUESTS, *rows(), placement=Placement(resolver))
    await take(REQUESTS, REQUEST | {"request_id": "test-9", "jurisdiction_key": [CITY], "state": "LA"})
    found = await asked(empty, FROM)
    assert len(found) == len(ROWS) + 1
    assert {tuple(each[1:]) for each in found} == {(PARISH, PARISH)}


async def test_people_of_the_city_are_those_of_the_government(graph: Database, take: Take) -> None:
    text = f"MATCH (j:Jurisdiction {{key: '{PARISH}'}}) RETURN j.population"
    [before] = await asked(graph, text)
    row = {"jurisdiction_key": [CITY], "population": before, "population_year": 2023}
    assert row_counts(await take(JURISDICTIONS, row))[3] == 1
    assert await asked(graph, text) == [before]


async def test_a_graph_that_had_both_moves_all_to_the_county(empty: Database, take: Take) -> None:
    await take(REQUESTS, *rows(), placement=Placement(resolver))
    await empty.write(Statement("before", BEFORE), {"city": CITY, "parish": PARISH}, Deadline.after(60))
    try:
        for _ in range(2):  # it may run again
            await migrate(empty, "0017_one_government")
        assert await asked(empty, f"MATCH (n {{key: '{CITY}'}}) RETURN 1") == []
        assert {tuple(each[1:]) for each in await asked(empty, FROM)} == {(PARISH, PARISH)}
        of = f"MATCH (j:Jurisdiction {{key: '{PARISH}'}})"
        assert await asked(empty, f"{of} RETURN j.firstAnswered") == [24000]
        related = await asked(empty, f"{of}<-[r:SERVES|LOCATED_IN|POLICES]-(n) RETURN n.key ORDER BY n.key")
        assert {"agency:test-before", "partner:test-before", "site:test-before"} <= set(related)
    finally:
        await empty.execute(Statement("clean", CLEAN), {}, Deadline.after(60))
    assert row_counts(await take(REQUESTS, *rows(), placement=Placement(resolver)))[3] == len(ROWS)
