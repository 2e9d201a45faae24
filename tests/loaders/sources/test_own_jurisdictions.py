"""Tribes, townships, campuses and regions that an operator's files add to the graph."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

import pytest
from graph_answers import asked, quarantined, row_counts
from own_jurisdiction_rows import CAMPUS, EVERY, REGION, TOWNSHIP, TRIBE
from request_files import REQUEST

from domain.vocabulary import JurisdictionType as Type
from graph.database import Database
from graph.deadline import Deadline
from graph.settings import Settings
from loaders.pipeline.placement import Placement
from loaders.pipeline.quarantine import QuarantineStore
from loaders.resolver.answer import Ambiguous, Answer, Resolved, Unknown
from loaders.resolver.resolver import Resolver
from loaders.sources.jurisdictions.source import JURISDICTIONS
from loaders.sources.requests.source import REQUESTS
from schema.model import MODEL
from schema.planner.run.executor import Executor

Take = Callable[..., Any]
Make = Callable[[Database], Awaitable[Resolver]]

NODES: Final = """MATCH (j:Jurisdiction) WHERE j.key =~ 'us-[a-z]+:test-.*'
RETURN j.key, j.kind, j.state, j.population, j.county, j.urbanClass IS NOT NULL, j.division,
  COLLECT { MATCH (j)-[:PART_OF]->(p) RETURN p.key ORDER BY p.key } ORDER BY j.key"""


async def test_a_file_makes_tribes_townships_campuses_and_regions(own_nodes: Database, take: Take) -> None:
    assert row_counts(await take(JURISDICTIONS, *EVERY)) == (4, 0, 0, 0, 0)
    campus, region, township, tribe = await asked(own_nodes, NODES)
    east = "East North Central"
    assert campus == (CAMPUS["key"], "CAMPUS", "OH", 21000, "39009", True, east, ["us-county:39009"])
    [people] = await asked(
        own_nodes,
        "MATCH (c:Jurisdiction) WHERE c.fips IN ['39009', '39105'] RETURN sum(c.population)",
    )
    assert region == (REGION["key"], "REGION", "OH", people, "39009", True, east, ["us-state:OH"])
    assert township[:5] == (TOWNSHIP["key"], "TOWNSHIP", "PA", 5800, "42001")
    assert tribe[:5] == (TRIBE["key"], "TRIBE", "AZ", 165000, "04017")  # Navajo County has most people
    assert tribe[-1] == ["us-county:04001", "us-county:04017", "us-county:49037"]
    assert row_counts(await take(JURISDICTIONS, *EVERY)) == (0, 0, 0, 4, 0)
    changed = TOWNSHIP | {"counties": "42001;42011", "people": 5900}
    assert row_counts(await take(JURISDICTIONS, changed)) == (0, 1, 0, 0, 0)
    [row] = [row for row in await asked(own_nodes, NODES) if row[0] == TOWNSHIP["key"]]
    assert row[-1] == ["us-county:42001", "us-county:42011"]
    newer = {"key": TRIBE["key"], "people": 170000, "year": 2023}
    assert row_counts(await take(JURISDICTIONS, newer)) == (0, 1, 0, 0, 0)


async def test_they_are_found_by_their_names(own_nodes: Database, take: Take, own_resolver: Make) -> None:
    await take(JURISDICTIONS, *EVERY)
    resolver = await own_resolver(own_nodes)

    def found(text: str, state: str | None, kind: Type | None = None, fips: str | None = None) -> Answer:
        return resolver.resolve(text, state=state, kind=kind, fips=fips)

    for text, state, kind, row in (
        ("Test Mesa Nation", "AZ", None, TRIBE),
        ("Test Mesa Nation Police Department", "UT", None, TRIBE),
        ("Test Mesa Tribal Police", "AZ", Type.TRIBAL, TRIBE),
        ("Test Mesa", "AZ", Type.TRIBAL, TRIBE),
        ("Test Mesa Indian Community, AZ", None, None, TRIBE),
        ("Reading Township Police Department", "PA", None, TOWNSHIP),
        ("Reading Twp", "PA", Type.CITY, TOWNSHIP),
        ("Reading", "PA", Type.TOWNSHIP, TOWNSHIP),
        ("Test Valley College Campus Police", "OH", Type.CAMPUS, CAMPUS),
        ("Test Valley College", "OH", None, CAMPUS),
        ("Test Valley Coalition", "OH", Type.MULTI_JURISDICTION, REGION),
        ("Athens and Meigs Counties", "OH", Type.MULTI_JURISDICTION, REGION),
    ):
        answer = found(text, state, kind)
        assert isinstance(answer, Resolved), (text, answer)
        assert answer.keys == (row["key"],), text
    for text, kind in (("Reading", None), ("City of Reading", Type.CITY)):
        city = found(text, "PA", kind)
        assert isinstance(city, Resolved)
        assert resolver.jurisdiction(*city.keys).kind == "PLACE"
    assert isinstance(found("Test Mesa Nation", "AZ", fips="49037"), Resolved | Ambiguous)
    assert isinstance(found("Test Mesa Nation", "AZ", fips="04013"), Ambiguous)
    assert isinstance(found("Test Mesa Nation", "OH"), Unknown)


async def test_requests_are_placed_there_in_any_of_its_states(
    own_nodes: Database, take: Take, own_resolver: Make
) -> None:
    await take(JURISDICTIONS, TRIBE, TOWNSHIP)
    resolver = await own_resolver(own_nodes)
    named = REQUEST | {"jurisdiction_key": []}
    rows = [
        named | {"request_id": "test-1", "jurisdiction": "Test Mesa Tribe", "state": "UT"},
        named | {"request_id": "test-2", "jurisdiction": "Reading Township", "state": "PA"},
        named | {"request_id": "test-3", "jurisdiction": "Reading", "state": "PA"},
    ]
    for row, kind in zip(rows, ("tribal", "city", "township"), strict=True):
        row["jurisdiction_type"] = kind
    report = await take(REQUESTS, *rows, placement=Placement(lambda: resolver))
    assert row_counts(report) == (3, 0, 0, 0, 0)
    assert await asked(own_nodes, "MATCH (q:Request)-[:FROM]->(j) RETURN q.key, j.key ORDER BY q.key") == [
        ("request:test-1", TRIBE["key"]),
        ("request:test-2", TOWNSHIP["key"]),
        ("request:test-3", TOWNSHIP["key"]),
    ]


async def test_a_township_is_found_by_a_bare_name_that_its_file_gives_it(
    own_nodes: Database, take: Take, own_resolver: Make
) -> None:
    darby = {"key": "us-township:test-darby", "name": "Upper Darby Township", "counties": "42045"}
    await take(JURISDICTIONS, TOWNSHIP | darby | {"other_names": "Upper Darby"})
    resolver = await own_resolver(own_nodes)
    for text in ("Upper Darby", "Upper Darby Police Department", "Upper Darby Township"):
        answer = resolver.resolve(text, state="PA")
        assert isinstance(answer, Resolved), answer
        assert answer.keys == (darby["key"],)


async def test_they_are_searched_compared_and_given_sites(
    own_nodes: Database, take: Take, settings: Settings
) -> None:
    await take(JURISDICTIONS, *EVERY)
    executor = Executor(MODEL, own_nodes, settings)
    text = """query Own($key: String!, $name: String!) {
      jurisdiction(key: $key) {
        kind name similar(first: 3) { edges { score node { key } } } ancestors { kind }
      }
      search(query: $name, first: 1) { edges { node { ... on Jurisdiction { key } } } }
      recommendSites(input: {for: {jurisdictionKey: $key}}, first: 2) {
        edges { node { score factors { name reason } } }
      }
    }"""
    for row in EVERY:
        result = await executor.execute(
            text, {"key": row["key"], "name": row["name"]}, None, Deadline.after(60)
        )
        assert result.errors is None, (row["key"], result.errors)
        assert result.data is not None
        assert result.data["jurisdiction"]["kind"] == str(row["key"]).split(":")[0][3:].upper()
        assert len(result.data["jurisdiction"]["similar"]["edges"]) == 3
        assert result.data["jurisdiction"]["ancestors"][-1]["kind"] == "STATE"
        assert result.data["search"]["edges"][0]["node"]["key"] == row["key"]
        [first, _] = result.data["recommendSites"]["edges"]
        assert first["node"]["score"] > 0
        names = {factor["name"] for factor in first["node"]["factors"]}
        assert ("TRIBE" in names) == (row is TRIBE)
        assert ("CAMPUS" in names) == (row is CAMPUS)
    await executor.close()


@pytest.mark.parametrize(
    ("row", "field", "said"),
    [
        (TRIBE | {"key": "us-place:1"}, "jurisdiction_key", "a new jurisdiction, which needs a key"),
        (TRIBE | {"key": ""}, "jurisdiction_key", "us-tribe:…"),
        ({**TRIBE, "name": None}, "jurisdiction", "has no name"),
        (TRIBE | {"kind": "campus"}, "jurisdiction_type", "the key is that of a tribe"),
        (TRIBE | {"kind": "clan"}, "jurisdiction_type", "clan"),
        (TRIBE | {"states": ""}, "state", "has no state"),
        (TRIBE | {"states": "AZ"}, "counties", "49037 is in UT, the states are AZ"),
        (TRIBE | {"counties": "04999;04001"}, "counties", "us-county:04999"),
        (TRIBE | {"people": ""}, "population", ""),
        (REGION | {"counties": "39009"}, "counties", "one county only"),
        ({"key": "us-tribe:test-none", "people": 5, "year": 2020}, "jurisdiction_key", "us-tribe:test-none"),
        ({"key": REGION["key"], "people": 5, "year": 2020}, "jurisdiction_key", "those of its counties"),
    ],
)
async def test_a_row_that_cannot_be_one_is_quarantined_with_field_and_remedy(
    graph: Database, take: Take, row: dict[str, Any], field: str, said: str
) -> None:
    report = await take(JURISDICTIONS, row)
    assert row_counts(report)[4] == 1
    [problem] = quarantined(report)[0]["_problems"]
    assert problem["field"] == field
    assert said in problem["reason"] + problem["remedy"]
    assert problem["remedy"]


async def test_a_quarantined_row_is_fixed_by_a_good_row_of_its_key(
    own_nodes: Database, take: Take, tmp_path: Path
) -> None:
    entries = QuarantineStore(tmp_path / "aside")
    await take(JURISDICTIONS, TRIBE | {"people": "many"}, max_bad_share=1)
    assert [entry.key for entry in entries.entries()] == [TRIBE["key"]]
    entries.mark_reported()  # as a command does at its end
    assert row_counts(await take(JURISDICTIONS, TRIBE)) == (1, 0, 0, 0, 0)
    assert entries.entries() == []
