"""Migrations are applied in order, once, by one process at a time; what does not fit is refused."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from second_labels import SECOND_LABELS

from graph.access import Access
from graph.database import Database
from graph.deadline import Deadline
from graph.errors import MigrationError, StatementFailed
from graph.migrations import Migration, migrate, migrations, pending
from graph.settings import Settings
from graph.statements import Statement

LONG_S = 60.0
FORGET = Statement("forget", "CYPHER 25 MATCH (m:Migration) WHERE m.name CONTAINS $mark DELETE m")
FORGET_ALL = Statement("forget-all", "CYPHER 25 MATCH (n:Migration|Lease) DELETE n")
NO_LEASES = Statement("no-leases", "CYPHER 25 DROP CONSTRAINT lease_key IF EXISTS")
LEDGER = Statement("ledger", "CYPHER 25 MATCH (m:Migration) RETURN m.name AS name ORDER BY name")
STEPS = Statement(
    "steps",
    "CYPHER 25 MATCH (s:TestStep) WHERE s.key STARTS WITH $prefix RETURN s.key AS key, s.after AS after",
)


def migration(name: str, text: str) -> Migration:
    return Migration.parse(Statement(f"migrations/{name}", text))


@pytest.fixture
async def mark(database: Database, key_prefix: str) -> AsyncIterator[str]:
    """Stands in the names of this test's migrations and in the keys of their nodes."""
    yield key_prefix
    await database.write(FORGET, {"mark": key_prefix}, Deadline.after(LONG_S))


@pytest.fixture
def known(mark: str) -> list[Migration]:
    """The real ones, and two whose second application would show: they create, and count before."""
    count = f"COUNT {{ MATCH (o:TestStep) WHERE o.key STARTS WITH '{mark}' }}"
    return [
        *migrations(),
        migration(
            f"9001_{mark}",
            f"CYPHER 25 CREATE (:TestStep {{key: '{mark}1', after: {count}}});\n"
            f"CYPHER 25 CREATE (:TestStep {{key: '{mark}2; not an end', after: {count}}});",
        ),
        migration(f"9002_{mark}", f"CYPHER 25 CREATE (:TestStep {{key: '{mark}3', after: {count}}})"),
    ]


async def steps(database: Database, mark: str) -> dict[str, int]:
    """Key of each step, without the mark → how many steps there were before it."""
    records = await database.read(STEPS, {"prefix": mark}, Deadline.after(LONG_S))
    found = {record["key"].removeprefix(mark): record["after"] for record in records}
    assert len(found) == len(records), "a step was taken twice"
    return found


async def ledger(database: Database) -> list[str]:
    return [record["name"] for record in await database.read(LEDGER, {}, Deadline.after(LONG_S))]


def test_statements_are_separated_at_line_ends_and_the_checksum_is_of_the_file() -> None:
    text = "// first\nA ';' B;\nC\n  D ; \n"
    parsed = migration("0001_x", text)
    assert parsed.name == "0001_x"
    assert [part.text for part in parsed.statements] == ["// first\nA ';' B", "C\n  D"]
    assert parsed.checksum == hashlib.sha256(text.encode()).hexdigest()


async def test_the_graph_of_the_run_has_all_migrations_and_nothing_to_apply(database: Database) -> None:
    assert await ledger(database) == [each.name for each in migrations()]
    assert await migrate(database, Deadline.after(LONG_S)) == []


async def test_they_are_applied_in_order_and_once(
    database: Database, known: list[Migration], mark: str
) -> None:
    new = [f"9001_{mark}", f"9002_{mark}"]
    assert [m.name for m in await pending(database, Deadline.after(LONG_S), known)] == new
    assert await migrate(database, Deadline.after(LONG_S), known) == new
    taken = {"1": 0, "2; not an end": 1, "3": 2}
    assert await steps(database, mark) == taken
    assert await migrate(database, Deadline.after(LONG_S), known) == []
    assert await steps(database, mark) == taken


async def test_one_that_was_edited_after_it_was_applied_is_refused_by_name(
    database: Database, known: list[Migration], mark: str
) -> None:
    await migrate(database, Deadline.after(LONG_S), known)
    edited = [*known[:-1], replace(known[-1], checksum="another")]
    with pytest.raises(MigrationError, match=f"9002_{mark} was edited"):
        await migrate(database, Deadline.after(LONG_S), edited)


async def test_a_graph_that_a_newer_version_wrote_is_refused(
    database: Database, known: list[Migration], mark: str
) -> None:
    await migrate(database, Deadline.after(LONG_S), known)
    with pytest.raises(MigrationError, match=f"9002_{mark}.*newer version"):
        await migrate(database, Deadline.after(LONG_S), known[:-1])


async def test_a_failed_migration_is_not_recorded_and_runs_once_it_is_fixed(
    database: Database, known: list[Migration], mark: str
) -> None:
    broken = [*known[:-1], migration(known[-1].name, "CYPHER 25 RETURN FROM nowhere")]
    with pytest.raises(StatementFailed):
        await migrate(database, Deadline.after(LONG_S), broken)
    assert known[-1].name not in await ledger(database)
    assert known[-2].name in await ledger(database)
    assert await migrate(database, Deadline.after(LONG_S), known) == [known[-1].name]


async def test_of_processes_that_start_at_once_one_applies_them(
    access: Access, settings: Settings, known: list[Migration], mark: str
) -> None:
    deadline = Deadline.after(LONG_S)
    async with Database.open(access, settings) as one, Database.open(access, settings) as other:
        applied = await asyncio.gather(
            *(migrate(database, deadline, known) for database in (one, other, one, other))
        )
        assert sorted(map(len, applied)) == [0, 0, 0, 2]
        assert await steps(one, mark) == {"1": 0, "2; not an end": 1, "3": 2}


@pytest.mark.slow
async def test_processes_that_start_at_once_on_a_graph_without_a_ledger_are_safe(
    access: Access, settings: Settings
) -> None:
    """Also the constraint behind the lease is made by both, and every migration may be run again."""
    deadline = Deadline.after(LONG_S)
    names = [each.name for each in migrations()]
    async with Database.open(access, settings) as one, Database.open(access, settings) as other:
        await one.write(FORGET_ALL, {}, deadline)
        await one.execute(NO_LEASES, {}, deadline)
        applied = await asyncio.gather(migrate(one, deadline), migrate(other, deadline))
        assert sorted(applied) == [[], names]
        assert await ledger(one) == names


async def test_every_label_with_a_key_has_it_unique_and_every_index_is_ready(database: Database) -> None:
    keyed = Statement(
        "keyed", "CYPHER 25 MATCH (n) WHERE n.key IS NOT NULL UNWIND labels(n) AS label RETURN DISTINCT label"
    )
    constraints = Statement(
        "constraints",
        "CYPHER 25 SHOW CONSTRAINTS YIELD type, labelsOrTypes, properties "
        "WHERE type CONTAINS 'UNIQUE' AND properties = ['key'] RETURN labelsOrTypes[0] AS label",
    )
    indexes = Statement("indexes", "CYPHER 25 SHOW INDEXES YIELD name, state RETURN name, state")
    deadline = Deadline.after(LONG_S)
    labels = {record["label"] for record in await database.read(keyed, {}, deadline)}
    unique = {record["label"] for record in await database.read(constraints, {}, deadline)}
    assert labels - SECOND_LABELS <= unique, "each node of these has another label"
    states = {record["name"]: record["state"] for record in await database.read(indexes, {}, deadline)}
    assert set(states.values()) == {"ONLINE"}
