"""Loading: twice is once, counters follow their rows, and a batch is all or nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from functools import partial
from typing import Any

import pytest
from neo4j import Record

from graph.database import Database, Transaction
from graph.deadline import Deadline
from graph.errors import DataInvalid
from graph.statements import Statement
from loaders.pipeline.references import KnownReferences, reference_problems
from loaders.pipeline.row import Row
from loaders.pipeline.target import NodeReference
from loaders.pipeline.writer import RAISE_VERSION, TURN, Counts, change, write
from loaders.sources.requests.source import REQUESTS

SITES = ("site:houston-pd", "site:tucson-pd")
MONTHS = ("1999-01", "1999-03")  # long before any request of the sample

SEEN = Statement(
    "seen",
    """CYPHER 25
    MATCH (j:Jurisdiction {key: $jurisdiction})
    RETURN j:Requester AS requester, j.firstAnswered AS first,
      COUNT { (j)<-[:FROM]-() } AS requests,
      COLLECT {
        MATCH (m:SiteMonth) WHERE m.key IN $months
        RETURN m.key + '=' + m.matched ORDER BY m.key
      } AS load""",
)
IN_STATES = Statement(
    "in states", "CYPHER 25 MATCH (j:Jurisdiction {key: $key}) SET j.state = $states[0], j.states = $states"
)
DELETION = Statement("deletion", "CYPHER 25 CREATE (:Tombstone {key: $key})")
DELETION_FORGOTTEN = Statement("forget deletion", "CYPHER 25 MATCH (t:Tombstone {key: $key}) DELETE t")
RENAMED = Statement("renamed", "CYPHER 25 MATCH (j:Jurisdiction {key: $key}) SET j.name = $name")
VERSION = Statement("version", "CYPHER 25 MATCH (g:Graph) RETURN g.dataVersion AS version")
FORGET = Statement("forget", "CYPHER 25 MATCH (m:SiteMonth) WHERE m.key IN $months DETACH DELETE m")
FOUND = Statement("found", "CYPHER 25 MATCH (q:Request) WHERE q.key STARTS WITH $prefix RETURN q.key AS key")


def deadline() -> Deadline:
    return Deadline.after(60)


def site_months() -> list[str]:
    return [f"{site}@{month}" for site in SITES for month in MONTHS]


@pytest.fixture
async def jurisdiction(database: Database, key_prefix: str) -> AsyncIterator[str]:
    """A jurisdiction of its own that nobody asked from yet."""
    key = f"{key_prefix}county"
    create = Statement("create", "CYPHER 25 CREATE (:Jurisdiction {key: $key, name: 'Test', state: 'OH'})")
    await database.write(create, {"key": key}, deadline())
    yield key
    await database.write(FORGET, {"months": site_months()}, deadline())


def request(key: str, jurisdiction: str, site: str | None = None, month: str = MONTHS[0]) -> Row:
    index = 12 * int(month[:4]) + int(month[5:]) - 1
    answer = {"matchedOn": month, "matchedMonth": index, "assistanceTypes": [], "outcome": "COMPLETED"}
    properties = {"key": key, "month": index, "state": "OH", "status": "COMPLETED", "synthetic": True}
    return REQUESTS.target.fingerprinted(
        {
            "key": key,
            "properties": properties,
            "jurisdictions": [jurisdiction],
            "models": ["model:cit"],
            "topics": [],
            "answers": [] if site is None else [{"site": site, "properties": answer}],
        }
    )


async def load(database: Database, *rows: Row) -> Counts:
    return await write(database, REQUESTS.target, rows)


async def seen(database: Database, jurisdiction: str) -> dict[str, Any]:
    parameters = {"jurisdiction": jurisdiction, "months": site_months()}
    return (await database.read(SEEN, parameters, deadline()))[0].data()


async def test_counters_and_requesters_follow_a_request_through_its_life(
    database: Database, jurisdiction: str, key_prefix: str
) -> None:
    key = f"{key_prefix}request"
    assert await load(database, request(key, jurisdiction, SITES[0])) == Counts(created=1)
    first = await seen(database, jurisdiction)
    assert first == {"requester": True, "first": 12 * 1999, "requests": 1, "load": [f"{SITES[0]}@1999-01=1"]}

    version = await database.read(VERSION, {}, deadline())
    assert await load(database, request(key, jurisdiction, SITES[0])) == Counts(unchanged=1)
    assert await seen(database, jurisdiction) == first
    assert await database.read(VERSION, {}, deadline()) == version

    assert await load(database, request(key, jurisdiction, SITES[1], MONTHS[1])) == Counts(updated=1)
    moved = await seen(database, jurisdiction)
    assert moved["first"] == 12 * 1999 + 2
    assert moved["load"] == [f"{SITES[0]}@1999-01=0", f"{SITES[1]}@1999-03=1"]
    assert await database.read(VERSION, {}, deadline()) != version

    assert await load(database, request(key, jurisdiction)) == Counts(updated=1)
    unanswered = await seen(database, jurisdiction)
    assert unanswered["requester"] is False
    assert unanswered["first"] is None
    assert unanswered["load"] == [f"{SITES[0]}@1999-01=0", f"{SITES[1]}@1999-03=0"]


async def test_a_key_that_comes_twice_is_counted_once(
    database: Database, jurisdiction: str, key_prefix: str
) -> None:
    key = f"{key_prefix}request"
    rows = [request(key, jurisdiction, SITES[0]), request(key, jurisdiction, SITES[1], MONTHS[1])]
    assert await load(database, *rows) == Counts(created=1, updated=1)
    assert (await seen(database, jurisdiction))["load"] == [f"{SITES[0]}@1999-01=0", f"{SITES[1]}@1999-03=1"]


async def test_an_unknown_key_is_refused_with_all_of_its_batch(
    database: Database, jurisdiction: str, key_prefix: str
) -> None:
    good = request(f"{key_prefix}good", jurisdiction, SITES[0])
    bad = request(f"{key_prefix}bad", jurisdiction, "site:nowhere")
    with pytest.raises(DataInvalid, match=r"bad, field sites: site:nowhere"):
        await load(database, good, bad)
    assert await database.read(FOUND, {"prefix": key_prefix}, deadline()) == []


async def test_writers_take_turns_and_a_turn_alone_changes_nothing(database: Database) -> None:
    version = await database.read(VERSION, {}, deadline())

    async def nothing(transaction: Transaction) -> str:
        assert not transaction.changed
        return "done"

    async with database.transaction(deadline()) as first:
        await first.run(TURN, {})
        second = asyncio.create_task(change(database, nothing, deadline(), name="second"))
        assert await asyncio.wait([second], timeout=0.3) == (set(), {second})
    assert await second == "done"
    assert await database.read(VERSION, {}, deadline()) == version


REMOVE = Statement("remove", "CYPHER 25 MATCH (j:Jurisdiction {key: $key}) DETACH DELETE j")


async def test_a_node_that_another_writer_deletes_is_unknown_to_the_next_batch(
    database: Database, jurisdiction: str
) -> None:
    known = KnownReferences()
    references = [
        (NodeReference("jurisdiction_key", "Jurisdiction", jurisdiction),),
        (NodeReference("sites", "Site", "site:no"),),
    ]

    async def look(transaction: Transaction) -> list[bool]:
        return [bool(each) for each in await reference_problems(transaction.run, references, known)]

    async def delete(transaction: Transaction) -> None:
        await transaction.run(REMOVE, {"key": jurisdiction})

    assert await change(database, look, deadline(), name="look", known=known) == [False, True]
    await change(database, delete, deadline(), name="delete")
    assert await change(database, look, deadline(), name="look", known=known) == [True, True]


async def test_what_the_batch_before_found_is_not_asked_for_again(
    database: Database, jurisdiction: str
) -> None:
    known, asked = KnownReferences(), list[object]()

    async def write(keys: list[str], transaction: Transaction) -> None:
        async def run(statement: Statement, parameters: Mapping[str, object]) -> list[Record]:
            asked.append(parameters["named"])
            return await transaction.run(statement, parameters)

        references = [(NodeReference("jurisdiction_key", "Jurisdiction", key),) for key in keys]
        await reference_problems(run, references, known)
        await transaction.run(RENAMED, {"key": jurisdiction, "name": f"after {len(asked)}"})

    for keys in ([jurisdiction], [jurisdiction, "us-county:39163"], [jurisdiction]):
        await change(database, partial(write, keys), deadline(), name="write", known=known)
    named = [["Jurisdiction", key, None] for key in (jurisdiction, "us-county:39163")]
    assert asked == [named[:1], named[1:]]
    known.wrote("Jurisdiction")
    await change(database, partial(write, [jurisdiction]), deadline(), name="write", known=known)
    assert asked[2:] == [named[:1]]


async def test_a_turn_says_whether_deletions_are_remembered(database: Database, key_prefix: str) -> None:
    known = KnownReferences()

    async def deletions_after(*statements: Statement) -> bool:
        for each in statements:
            await database.write(each, {"key": f"{key_prefix}gone"}, deadline())
        await change(database, lambda _: asyncio.sleep(0), deadline(), name="look", known=known)
        return known.deletions

    before = await deletions_after()
    assert await deletions_after(DELETION)
    assert await deletions_after(DELETION_FORGOTTEN) is before


async def test_a_turn_that_was_waited_for_gives_the_version_of_the_writer_before(database: Database) -> None:
    async def version() -> int:
        async with database.transaction(deadline()) as second:
            return (await second.run(TURN, {}))[0]["version"]

    before = await version()
    async with database.transaction(deadline()) as first:
        await first.run(TURN, {})
        waiting = asyncio.create_task(version())
        assert await asyncio.wait([waiting], timeout=0.3) == (set(), {waiting})
        await first.run(RAISE_VERSION, {})
    assert await waiting == before + 1


async def test_of_two_rows_in_two_states_of_one_jurisdiction_only_the_wrong_one_is_refused(
    database: Database, jurisdiction: str
) -> None:
    await database.write(IN_STATES, {"key": jurisdiction, "states": ["AZ", "UT"]}, deadline())
    references = [
        (NodeReference("jurisdiction_key", "Jurisdiction", jurisdiction, state),)
        for state in ("UT", "CA", "AZ", None)
    ]

    async def look(transaction: Transaction) -> list[list[str]]:
        found = await reference_problems(transaction.run, references)
        return [[each.reason for each in problems] for problems in found]

    wrong = f"'{jurisdiction}' is in AZ, state is CA"
    assert await change(database, look, deadline(), name="look") == [[], [wrong], [], []]
