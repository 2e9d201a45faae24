"""SIMILAR_TO in a graph of its own, of some hundred jurisdictions: after any change the lists are those of a
full computation, with all ranks, scores and parts.

`make fuzz` draws other changes each time; `SEED=…` replays them.
"""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest
from own_jurisdiction_rows import CAMPUS, EVERY, REGION, TOWNSHIP, TRIBE
from request_files import write_jsonl

from domain.similarity import SIMILARITY
from domain.vocabulary import JurisdictionKind as Kind
from graph.access import access_to
from graph.database import Database
from graph.deadline import Deadline
from graph.embedded import EmbeddedServer
from graph.errors import Conflict, InvalidInput
from graph.migrations import migrate
from graph.settings import Settings
from graph.statements import Statement
from loaders.adjacency import Adjacency
from loaders.bundled.bundled import REFERENCE
from loaders.bundled.jurisdiction_rows import adjacency_rows, jurisdiction_rows
from loaders.bundled.jurisdictions import read_adjacency, read_jurisdictions
from loaders.jurisdiction import Jurisdiction
from loaders.pipeline.load_file import load_file
from loaders.pipeline.load_options import LoadOptions
from loaders.pipeline.load_report import LoadReport
from loaders.pipeline.writer import write
from loaders.similarity.features import Features
from loaders.similarity.nearest_neighbors import NearestNeighbors
from loaders.similarity.rebuild import RebuildResult, rebuild
from loaders.similarity.rebuild_plan import MOST_CHANGED, STATE, Mode, plan_rebuild
from loaders.sources.jurisdictions.source import JURISDICTIONS

CHANGED: Final = 30 if "FUZZ_OPERATIONS" in os.environ else 1
"""How often some jurisdictions change."""
SEED: Final = os.environ.get("SEED", "0")
TARGETS: Final = {source.name: source.target for source in REFERENCE}
EDGES: Final = Statement(
    "edges",
    """CYPHER 25
    MATCH (n:Jurisdiction)
    RETURN n.key AS key, n.similarityFloor AS floor, n.similarityFloorInKind AS floorInKind, COLLECT {
      MATCH (n)-[s:SIMILAR_TO]->(other)
      RETURN [other.key, s.rank, s.rankInKind, s.score, s.size, s.density, s.setting, s.region, s.distance]
      ORDER BY s.score DESC, other.key
    } AS neighbors""",
)
DELETE_ALL: Final = Statement(
    "delete-all", "CYPHER 25 MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 500 ROWS"
)
GRAPH: Final = Statement("graph", "CYPHER 25 MATCH (g:Graph {key: 'graph'}) RETURN properties(g) AS graph")
CHANGES: Final = {
    "people": """UNWIND $keys AS key MATCH (n:Jurisdiction {key: key})
      SET n.logPopulation = n.logPopulation + log10($factor)""",
    "place": """UNWIND $keys AS key MATCH (n:Jurisdiction {key: key})
      SET n.location = point({latitude: n.location.latitude + 0.5, longitude: n.location.longitude - 0.5})""",
    "unknown": "UNWIND $keys AS key MATCH (n:Jurisdiction {key: key}) REMOVE n.logDensity, n.location",
    "new": """UNWIND $keys AS key MATCH (n:Jurisdiction {key: key})
      CREATE (copy:Jurisdiction)
      SET copy = n {.*, key: key + randomUUID(), similarityFeatures: null, similarityFingerprint: null,
        similarityCount: null, similarityFloor: null, similarityFloorInKind: null}""",
    "removed": "UNWIND $keys AS key MATCH (n:Jurisdiction {key: key}) DETACH DELETE n",
    "apart": "UNWIND $keys AS key MATCH (n:Jurisdiction {key: key})-[a:ADJACENT_TO]-() DELETE a",
}
OF_THE_LISTS: Final = {
    "lost": "UNWIND $keys AS key MATCH (n:Jurisdiction {key: key})-[s:SIMILAR_TO]->() DELETE s",
    "of another formula": "MATCH (n:Jurisdiction) SET n.similarityFeatures = 'of another formula'",
}


@pytest.fixture(scope="module")
async def empty(settings: Settings, blank_neo4j: EmbeddedServer) -> AsyncIterator[Database]:
    """Migrated, until `graph` fills it."""
    async with Database.open(access_to(settings, blank_neo4j), settings) as database:
        await migrate(database, deadline())
        yield database
        await database.execute(DELETE_ALL, {}, deadline())


@pytest.fixture(scope="module")
async def graph(empty: Database) -> Database:
    """The states, campus and region, every 20th county and 80th place, with all that they lie in."""
    everything = {each.key: each for each in read_jurisdictions()}
    kept: dict[str, Jurisdiction] = {}
    for kind, step in (
        (Kind.STATE, 1),
        (Kind.COUNTY, 20),
        (Kind.PLACE, 80),
        (Kind.CAMPUS, 1),
        (Kind.REGION, 1),
    ):
        for one in [each for each in everything.values() if each.kind == kind][::step]:
            kept |= {key: everything[key] for key in (*one.part_of, *one.members, one.key)}
    await write(
        empty,
        TARGETS["jurisdictions"],
        map(TARGETS["jurisdictions"].fingerprinted, jurisdiction_rows(kept.values())),
    )
    touching = [pair for pair in read_adjacency() if kept.keys() >= set(pair)]
    await write(empty, TARGETS["adjacency"], adjacency_rows(touching))
    return empty


def deadline() -> Deadline:
    return Deadline.after(60)


async def bring(database: Database, *, full: bool = False) -> RebuildResult:
    return await rebuild(database, await plan_rebuild(database, full=full))


async def recorded(database: Database) -> dict[str, Any]:
    """What the node `Graph` says, but for what any run moves."""
    found = (await database.read(GRAPH, {}, deadline()))[0]["graph"]
    return {name: value for name, value in found.items() if name not in ("similarityRun", "ledgerAt")}


async def keys(database: Database, kind: Kind) -> list[str]:
    state = (await database.read(STATE, {}, deadline()))[0]
    return sorted(each["key"] for each in state["jurisdictions"] if each["kind"] == kind)


async def lists(database: Database) -> dict[str, tuple[Any, ...]]:
    """By key, both floors of a stored list and its neighbors."""
    return {
        each["key"]: (each["floor"], each["floorInKind"], each["neighbors"])
        for each in await database.read(EDGES, {}, deadline())
    }


async def assert_equal_to_a_full_run(database: Database) -> None:
    state = (await database.read(STATE, {}, deadline()))[0]
    everything = [Features.of(each) for each in state["jurisdictions"]]
    index = NearestNeighbors(everything, Adjacency(state["adjacency"]))
    wanted = {
        each.key: (
            each.floor,
            each.floor_in_kind,
            sorted(map(list, each.neighbors), key=lambda n: (-n[3], n[0])),
        )
        for each in index.neighborhoods(range(len(everything)))
    }
    assert await lists(database) == wanted


def by_score(neighbor: list[Any]) -> tuple[float, str]:
    return -neighbor[3], neighbor[0]


async def change(database: Database, kind: str, changed: list[str], factor: float = 1.0) -> None:
    text = f"CYPHER 25 {(CHANGES | OF_THE_LISTS)[kind]}"
    await database.write(Statement(kind, text), {"keys": changed, "factor": factor}, deadline())


async def test_without_jurisdictions_it_says_what_brings_them(empty: Database) -> None:
    with pytest.raises(InvalidInput, match="load reference"):
        await plan_rebuild(empty)


async def test_the_first_run_computes_every_list_and_records_the_formula(graph: Database) -> None:
    built = await bring(graph)
    number = built.counts.created
    assert built.mode is Mode.FULL
    assert built.counts.read == number == built.computed > 500
    await assert_equal_to_a_full_run(graph)
    facts = await recorded(graph)
    assert json.loads(facts["similarityParameters"]) == SIMILARITY.recorded
    assert (facts["similarityLists"], facts["similarityEdges"]) == (number, built.edges)
    assert 0 < facts["similaritySeconds"] <= built.seconds


async def test_a_second_run_has_nothing_to_do_and_a_full_one_changes_nothing(graph: Database) -> None:
    await bring(graph)
    before = await recorded(graph)
    again = await bring(graph)
    assert (again.mode, again.computed, again.counts.changed) == (Mode.NOTHING, 0, 0)
    assert await recorded(graph) == before
    full = await bring(graph, full=True)
    assert (full.mode, full.computed, full.counts.changed) == (Mode.FULL, full.counts.read, 0)
    assert (await recorded(graph))["dataVersion"] == before["dataVersion"]


async def test_one_changed_jurisdiction_changes_few_lists(graph: Database) -> None:
    await bring(graph)
    await change(graph, "people", [(await keys(graph, Kind.COUNTY))[7]], factor=1.2)
    built = await bring(graph)
    assert built.mode is Mode.INCREMENTAL
    assert 0 < built.counts.updated <= built.computed < built.counts.read / 4
    await assert_equal_to_a_full_run(graph)


@pytest.mark.parametrize("number", range(CHANGED))
async def test_after_any_few_changes_the_lists_are_those_of_a_full_run(graph: Database, number: int) -> None:
    await bring(graph)
    random = Random(f"{SEED} changes {number}")
    counties, places = await keys(graph, Kind.COUNTY), await keys(graph, Kind.PLACE)
    for kind in random.sample(sorted(CHANGES), 4):
        changed = random.sample(places, 4) + random.sample(counties, 2 if kind != "removed" else 0)
        await change(graph, kind, changed, factor=random.uniform(0.3, 3))
    await change(graph, "people", random.sample(await keys(graph, Kind.STATE), 2), factor=2)
    built = await bring(graph)
    assert built.mode is Mode.INCREMENTAL
    assert built.counts.changed > 0
    await assert_equal_to_a_full_run(graph)
    assert (await bring(graph, full=True)).counts.changed == 0


async def test_the_next_run_completes_one_that_died(graph: Database) -> None:
    await bring(graph)
    changed = (await keys(graph, Kind.PLACE))[::15]
    await change(graph, "people", changed, factor=3)

    def die(_: int) -> None:
        raise KeyboardInterrupt

    planned = await plan_rebuild(graph)
    assert planned.mode is Mode.INCREMENTAL
    assert len(planned.rows) > 2 * len(changed)
    with pytest.raises(KeyboardInterrupt):
        await rebuild(graph, planned, die)
    built = await bring(graph)
    assert (built.mode, built.counts.created) == (Mode.INCREMENTAL, 0)
    await assert_equal_to_a_full_run(graph)


async def test_a_run_that_another_run_follows_writes_nothing_more(graph: Database) -> None:
    """Its features are out of date, and no later run would find its lists to be wrong."""
    await bring(graph)
    changed = (await keys(graph, Kind.PLACE))[:5]
    await change(graph, "people", changed, factor=3)
    first = await plan_rebuild(graph)
    await change(graph, "people", changed, factor=0.1)
    await bring(graph)
    with pytest.raises(Conflict):
        await rebuild(graph, first)
    await assert_equal_to_a_full_run(graph)
    assert (await bring(graph)).mode is Mode.NOTHING


async def test_lost_relationships_come_back(graph: Database) -> None:
    await bring(graph)
    some = (await keys(graph, Kind.COUNTY))[:3]
    lose = Statement(
        "lose", "CYPHER 25 MATCH (n:Jurisdiction)-[s:SIMILAR_TO]->() WHERE n.key IN $keys DELETE s"
    )
    await graph.write(lose, {"keys": some}, deadline())
    built = await bring(graph)
    assert (built.mode, built.computed, built.counts.updated) == (Mode.INCREMENTAL, 3, 3)
    await assert_equal_to_a_full_run(graph)


@pytest.mark.parametrize(
    ("rows", "held"),
    [([TRIBE], []), ([TOWNSHIP], [TOWNSHIP]), (EVERY, [TOWNSHIP, CAMPUS, REGION])],
    ids=["tribe", "township", "every kind"],
)
async def test_after_jurisdictions_of_a_file_are_deleted_the_lists_are_as_before_them(
    graph: Database, tmp_path: Path, rows: Sequence[dict[str, Any]], held: Sequence[dict[str, Any]]
) -> None:
    """`held` are those that the lists of others hold; a tribe is like no other kind."""
    await bring(graph)
    before = await lists(graph)

    async def load(*rows: dict[str, Any]) -> LoadReport:
        path = write_jsonl(tmp_path / "jurisdictions.jsonl", rows)
        return await load_file(graph, JURISDICTIONS, path, LoadOptions(quarantine=tmp_path))

    counties = {"state": "OH", "states": "", "counties": "39053;39079"}
    assert (await load(*(row | counties for row in rows))).counts.created == len(rows)
    assert (await bring(graph)).counts.created == len(rows)
    near = {neighbor[0] for *_, neighbors in (await lists(graph)).values() for neighbor in neighbors}
    assert near & {row["key"] for row in EVERY} == {row["key"] for row in held}
    deletion = await load(*({"key": row["key"], "deleted": True} for row in rows))
    assert deletion.counts.deleted == len(rows)
    built = await bring(graph)
    assert built.mode is Mode.INCREMENTAL
    assert (built.counts.updated > 0) == bool(held)
    assert await lists(graph) == before
    await assert_equal_to_a_full_run(graph)
    assert (await bring(graph)).mode is Mode.NOTHING


async def test_when_many_have_changed_all_lists_are_computed(graph: Database) -> None:
    number = (await bring(graph)).counts.read
    places = await keys(graph, Kind.PLACE)
    await change(graph, "people", places[: int(number * MOST_CHANGED) + 1], factor=0.8)
    built = await bring(graph)
    assert (built.mode, built.computed) == (Mode.FULL, number)
    await assert_equal_to_a_full_run(graph)


async def test_lists_of_another_formula_are_computed_again(graph: Database) -> None:
    number = (await bring(graph)).counts.read
    other = Statement(
        "other", "CYPHER 25 MATCH (n:Jurisdiction) SET n.similarityFeatures = 'of another formula'"
    )
    await graph.write(other, {}, deadline())
    built = await bring(graph)
    assert (built.mode, built.computed) == (Mode.FULL, number)
    assert (await bring(graph)).mode is Mode.NOTHING
