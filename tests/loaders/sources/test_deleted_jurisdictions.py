"""Files delete the jurisdictions that files have made, unless something refers to them, and no others."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

import pytest
from graph_answers import asked, quarantined, row_counts
from own_jurisdiction_rows import CAMPUS, EVERY, REGION, TOWNSHIP, TRIBE
from request_files import REQUEST
from source_rows import site_row

from domain.vocabulary import JurisdictionType as Type
from graph.database import Database, Transaction
from graph.deadline import Deadline
from graph.errors import DataInvalid
from graph.statements import Statement, statement
from loaders.bundled.jurisdictions import read_jurisdictions
from loaders.pipeline.deletion import delete_nodes
from loaders.pipeline.duplicates import DuplicateIndex
from loaders.pipeline.load_file import load_file
from loaders.pipeline.load_options import LoadOptions
from loaders.pipeline.placement import Placement
from loaders.pipeline.quarantine import QuarantineStore
from loaders.pipeline.source import Source
from loaders.pipeline.sweep import sweep
from loaders.pipeline.writer import write_rows
from loaders.resolver.answer import Resolved, Unknown
from loaders.resolver.resolver import Resolver
from loaders.sources.jurisdictions.contract import MADE, JurisdictionRow
from loaders.sources.jurisdictions.source import JURISDICTIONS
from loaders.sources.law_enforcement_agencies.source import LAW_ENFORCEMENT_AGENCIES
from loaders.sources.partner_agencies import PARTNER_AGENCIES
from loaders.sources.requests.source import REQUESTS
from loaders.sources.sites.source import SITES

Take = Callable[..., Any]
Make = Callable[[Database], Awaitable[Resolver]]
Cells = dict[str, Any]

NODES: Final = "MATCH (j:Jurisdiction) WHERE j.key =~ 'us-[a-z]+:test-.*' RETURN j.key ORDER BY j.key"
VERSION: Final = "MATCH (g:Graph {key: 'graph'}) RETURN g.dataVersion"
PART_OF: Final = "MATCH ()-[p:PART_OF]->() RETURN count(p)"
BUNDLED_REGION: Final = "us-region:gallia-jackson-meigs"
CHANGED: Final = {
    "jurisdiction_key": BUNDLED_REGION,
    "jurisdiction": "Test Counties",
    "state": "OH",
    "counties": "39053;39079;39105",
    "population": 1,
    "population_year": 2023,
}
ALONE: Final = Statement(
    "alone",
    "CYPHER 25 MATCH (:Jurisdiction {key: $key})-[r]-() WHERE type(r) <> 'PART_OF' DELETE r",
)
LIKE: Final = Statement(
    "like",
    """CYPHER 25 MATCH (j:Jurisdiction {key: $key}), (c:Jurisdiction {key: 'us-county:39009'})
    CREATE (j)-[:SIMILAR_TO {rank: 1}]->(c), (c)-[:SIMILAR_TO {rank: 1}]->(j)""",
)
AGENCY: Final = {"ori": "PA9990100", "name": "Test Agency", "state": "PA"}
PARTNER: Final = {"key": "partner:test-pa", "name": "Test Center", "kind": "CRISIS_CENTER"}
SITE: Final = site_row("test-pa-pd") | {"state": "PA"}
USERS: Final[list[tuple[Source, Cells]]] = [
    (REQUESTS, REQUEST | {"request_id": "test-1", "jurisdiction_key": [TOWNSHIP["key"]], "state": "PA"}),
    (SITES, SITE | {"serves": [TOWNSHIP["key"]]}),
    (LAW_ENFORCEMENT_AGENCIES, AGENCY | {"jurisdiction_key": TOWNSHIP["key"]}),
    (PARTNER_AGENCIES, PARTNER | {"jurisdiction_key": TOWNSHIP["key"], "sites": ["site:houston-pd"]}),
]
"""What can refer to a township."""


class Undone(Exception):
    """Undoes the transaction of a test."""


def gone(row: Cells) -> Cells:
    return {"key": row["key"], "deleted": True}


@pytest.mark.parametrize("row", EVERY, ids=lambda row: row["key"])
async def test_a_file_deletes_what_a_file_has_made_with_all_that_is_its_own(
    own_nodes: Database, take: Take, row: Cells
) -> None:
    [before] = await asked(own_nodes, PART_OF)
    assert row_counts(await take(JURISDICTIONS, row)) == (1, 0, 0, 0, 0)
    assert row_counts(await take(JURISDICTIONS, row | {"deleted": "no"})) == (0, 0, 0, 1, 0)
    await own_nodes.write(LIKE, {"key": row["key"]}, Deadline.after(60))
    [version] = await asked(own_nodes, VERSION)
    dry = await take(JURISDICTIONS, gone(row), dry_run=True)
    assert row_counts(dry) == (0, 0, 1, 0, 0)
    assert [(change.outcome, change.key) for change in dry.diff] == [("deleted", row["key"])]
    assert await asked(own_nodes, NODES) == [row["key"]]
    assert await asked(own_nodes, VERSION) == [version]
    assert row_counts(await take(JURISDICTIONS, gone(row))) == (0, 0, 1, 0, 0)
    assert await asked(own_nodes, NODES) == []
    assert await asked(own_nodes, PART_OF) == [before]
    assert await asked(own_nodes, VERSION) == [version + 1]
    assert row_counts(await take(JURISDICTIONS, gone(row))) == (0, 0, 0, 1, 0)
    assert await asked(own_nodes, VERSION) == [version + 1]
    assert row_counts(await take(JURISDICTIONS, row)) == (1, 0, 0, 0, 0)


async def test_a_file_of_tombstones_needs_the_key_alone(own_nodes: Database, tmp_path: Path) -> None:
    path = tmp_path / "jurisdictions.csv"
    path.write_text("key,deleted\nus-tribe:test-none,true\n,true\n")
    report = await load_file(own_nodes, JURISDICTIONS, path, LoadOptions(quarantine=tmp_path))
    assert row_counts(report) == (0, 0, 0, 1, 1)
    assert report.problems == {("MISSING", "jurisdiction_key"): 1}


async def test_regions_that_share_a_county_are_as_before(own_nodes: Database, take: Take) -> None:
    facts = "MATCH (j:Jurisdiction {key: $key}) RETURN j.population, j.density, j.urbanClass, j.location"
    before = await asked(own_nodes, facts, key=BUNDLED_REGION)
    await take(JURISDICTIONS, REGION)
    await take(JURISDICTIONS, gone(REGION))
    [(people, density, *rest)] = before
    assert await asked(own_nodes, facts, key=BUNDLED_REGION) == [(people, pytest.approx(density), *rest)]
    members = "MATCH (:Jurisdiction {key: $key})<-[:PART_OF]-(c) RETURN count(c)"
    assert await asked(own_nodes, members, key=BUNDLED_REGION) == [3]


@pytest.mark.parametrize(("source", "user"), USERS, ids=lambda each: getattr(each, "name", ""))
async def test_one_that_something_refers_to_stays_until_that_is_deleted(
    own_nodes: Database, take: Take, tmp_path: Path, source: Source, user: Cells
) -> None:
    key = next(name for name in (source.key, "key") if name in user)
    await take(JURISDICTIONS, TOWNSHIP)
    assert row_counts(await take(source, user)) == (1, 0, 0, 0, 0)
    refused = await take(JURISDICTIONS, gone(TOWNSHIP), max_bad_share=1)
    assert row_counts(refused) == (0, 0, 0, 0, 1)
    [problem] = quarantined(refused)[0]["_problems"]
    assert (problem["code"], problem["field"]) == ("IN_USE", "deleted")
    assert "(1 uses)" in problem["reason"]
    assert await asked(own_nodes, NODES) == [TOWNSHIP["key"]]
    assert row_counts(await take(source, {key: user[key], "deleted": True})) == (0, 0, 1, 0, 0)
    entries = QuarantineStore(tmp_path / "aside")
    assert [entry.key for entry in entries.entries()] == [TOWNSHIP["key"]]
    entries.mark_reported()  # as a command does at its end
    assert row_counts(await take(JURISDICTIONS, gone(TOWNSHIP))) == (0, 0, 1, 0, 0)
    assert entries.entries() == []


@pytest.mark.parametrize(
    "key",
    [
        "us-state:TX",
        "us-county:48201",
        "us-place:4699066",
        "us-campus:university-of-florida",
        BUNDLED_REGION,
    ],
)
async def test_what_came_with_the_program_is_in_use(own_nodes: Database, take: Take, key: str) -> None:
    report = await take(JURISDICTIONS, {"key": key, "deleted": "yes"}, max_bad_share=1)
    assert row_counts(report) == (0, 0, 0, 0, 1)
    assert report.problems == {("IN_USE", "deleted"): 1}


def test_the_statements_know_what_came_with_the_program() -> None:
    bundled = [one.key for one in read_jurisdictions() if one.kind in MADE]
    listed = statement("part/bundled_kinds_of_files").text.splitlines()[-1]
    assert listed == str(sorted(bundled))


async def test_what_a_file_has_changed_of_the_programs_is_in_use_and_no_sweep_misses_it(
    own_nodes: Database,
) -> None:
    target = JURISDICTIONS.target
    [row] = JURISDICTIONS.rows([JurisdictionRow.model_validate(CHANGED)])

    async def work(transaction: Transaction) -> None:
        await transaction.run(ALONE, {"key": BUNDLED_REGION})
        [(_, [written])] = await write_rows(transaction, target, [target.fingerprinted(row)])
        assert written["outcome"] == "updated"
        assert await delete_nodes(transaction, JURISDICTIONS, [BUNDLED_REGION]) == {BUNDLED_REGION: 1}
        assert JURISDICTIONS.list_keys is not None
        assert await transaction.run(JURISDICTIONS.list_keys, {"after": "", "page": 10}) == []
        raise Undone

    with pytest.raises(Undone):
        await own_nodes.transact(work, Deadline.after(60), name="undone")
    assert await asked(own_nodes, "MATCH (j {key: $key}) RETURN j.fromFile", key=BUNDLED_REGION) == [None]


async def test_the_sweep_after_complete_files_deletes_only_what_files_have_made(
    own_nodes: Database, take: Take
) -> None:
    await take(JURISDICTIONS, *EVERY)
    await take(
        REQUESTS, REQUEST | {"request_id": "test-1", "jurisdiction_key": [TRIBE["key"]], "state": "AZ"}
    )
    seen = DuplicateIndex()
    newer = {"key": "us-county:48003", "people": 20_000, "year": 2024}
    people = {"key": CAMPUS["key"], "people": 22_000, "year": 2024}  # a row that names it is enough
    await take(JURISDICTIONS, TOWNSHIP, newer, people, seen=seen)
    bundled = "MATCH (j:Jurisdiction) WHERE NOT j.key =~ 'us-[a-z]+:test-.*' RETURN count(j)"
    before = await asked(own_nodes, bundled)
    tried = await sweep(own_nodes, JURISDICTIONS, seen, by="test", dry_run=True)
    assert tried.deleted == 2  # the tribe and the region, of four
    swept = await sweep(own_nodes, JURISDICTIONS, seen, by="test", dry_run=False)
    assert (swept.deleted, swept.unchanged) == (1, 1)
    assert await asked(own_nodes, NODES) == [CAMPUS["key"], TOWNSHIP["key"], TRIBE["key"]]
    assert await asked(own_nodes, bundled) == before
    with pytest.raises(DataInvalid, match="3 of 3 in the graph are in none of these files"):
        await sweep(own_nodes, JURISDICTIONS, DuplicateIndex(), by="test", dry_run=False)


async def test_no_older_file_brings_one_back_and_a_newer_one_does(own_nodes: Database, take: Take) -> None:
    nightly = {"in_order_of_names": True}
    people = {"key": TOWNSHIP["key"], "people": 6000, "year": 2030}
    await take(JURISDICTIONS, TOWNSHIP, name="jurisdictions-2.jsonl", **nightly)
    await take(JURISDICTIONS, gone(TOWNSHIP), name="jurisdictions-3.jsonl", **nightly)
    for name, row in (
        ("jurisdictions-1.jsonl", TOWNSHIP),
        ("jurisdictions-2.jsonl", TOWNSHIP | {"people": 5900}),
        ("jurisdictions-2b.jsonl", people),
    ):
        older = await take(JURISDICTIONS, row, name=name, **nightly)
        assert (row_counts(older), older.superseded) == ((0, 0, 0, 1, 0), 1), name
    unknown = await take(JURISDICTIONS, people, name="populations.jsonl", max_bad_share=1, **nightly)
    assert unknown.problems == {("UNKNOWN_KEY", "jurisdiction_key"): 1}
    newer = await take(JURISDICTIONS, TOWNSHIP, name="jurisdictions-4.jsonl", **nightly)
    assert row_counts(newer) == (1, 0, 0, 0, 0)
    assert await asked(own_nodes, "MATCH (t:Tombstone {key: $key}) RETURN t.key", key=TOWNSHIP["key"]) == []


async def test_of_two_files_of_a_night_the_later_tombstone_counts(own_nodes: Database, take: Take) -> None:
    await take(JURISDICTIONS, TRIBE)
    seen = DuplicateIndex()
    later = await take(JURISDICTIONS, gone(TRIBE), name="b.jsonl", seen=seen, file=0)
    earlier = await take(JURISDICTIONS, TRIBE, name="a.jsonl", seen=seen, file=1)
    assert (row_counts(later), row_counts(earlier)) == ((0, 0, 1, 0, 0), (0, 0, 0, 1, 0))
    assert await asked(own_nodes, NODES) == []


async def test_later_files_no_longer_find_it_by_its_name(
    own_nodes: Database, take: Take, own_resolver: Make
) -> None:
    other = TRIBE | {"key": "us-tribe:test-butte", "name": "Test Butte Nation", "other_names": ""}
    await take(JURISDICTIONS, TRIBE, other)
    await take(JURISDICTIONS, gone(TRIBE))
    resolver = await own_resolver(own_nodes)
    assert isinstance(resolver.resolve("Test Butte Nation", state="AZ", kind=Type.TRIBAL), Resolved)
    assert isinstance(resolver.resolve("Test Mesa Nation", state="AZ", kind=Type.TRIBAL), Unknown)
    row = REQUEST | {"jurisdiction_key": [], "jurisdiction_type": "tribal", "state": "AZ"}
    row |= {"request_id": "test-1", "jurisdiction": "Test Mesa Nation"}
    report = await take(REQUESTS, row, placement=Placement(lambda: resolver))
    assert (report.counts.created, report.placed["unknown"]) == (1, 1)


async def test_a_load_that_was_stopped_between_tombstones_continues(own_nodes: Database, take: Take) -> None:
    await take(JURISDICTIONS, TRIBE, TOWNSHIP)
    answers = iter((False, True))
    rows = gone(TRIBE), gone(TOWNSHIP)
    stopped = await take(JURISDICTIONS, *rows, batch=1, stop=lambda: next(answers))
    assert (stopped.status.name, stopped.counts.deleted) == ("STOPPED", 1)
    assert await asked(own_nodes, NODES) == [TOWNSHIP["key"]]
    rest = await take(JURISDICTIONS, *rows, batch=1, resume=True)
    assert row_counts(rest) == (0, 0, 1, 0, 0)
    assert await asked(own_nodes, NODES) == []
