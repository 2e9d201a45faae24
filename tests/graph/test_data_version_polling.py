"""The data version, polled: read from memory, awaited by callers, cheap for the database."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic

import pytest

from graph.access import Access
from graph.data_version import DataVersion, Stopped
from graph.database import Database
from graph.deadline import Deadline
from graph.errors import Unavailable
from graph.settings import Settings
from graph.statements import statement

RAISE = statement("graph/data_version_raise")
INTERVAL_S = 0.5
NEVER_S = 3600.0

Raise = Callable[[], Awaitable[None]]


@pytest.fixture
def raise_version(database: Database) -> Raise:
    """A change of the data, made elsewhere."""

    async def change() -> None:
        await database.write(RAISE, {}, Deadline.after(30))

    return change


def polled(database: Database, settings: Settings, interval_s: float) -> DataVersion:
    return DataVersion(database, settings.model_copy(update={"change_poll_s": interval_s}))


async def test_a_hundred_callers_at_once_cost_one_statement(
    database: Database, settings: Settings, bolt_requests: list[str]
) -> None:
    changes = polled(database, settings, NEVER_S)
    found = await asyncio.gather(*(changes.current(Deadline.after(30)) for _ in range(100)))
    assert len(set(found)) == 1
    assert len(bolt_requests) == 1
    assert await changes.current(Deadline.after(30)) == found[0]
    assert len(bolt_requests) == 1


async def test_a_change_made_elsewhere_is_known_after_the_interval(
    database: Database, settings: Settings, raise_version: Raise
) -> None:
    changes = polled(database, settings, INTERVAL_S)
    before = await changes.current(Deadline.after(30))
    await raise_version()
    await asyncio.sleep(INTERVAL_S)
    assert await changes.current(Deadline.after(30)) == before + 1


async def test_a_change_of_our_own_is_known_at_once(
    database: Database, settings: Settings, raise_version: Raise
) -> None:
    changes = polled(database, settings, NEVER_S)
    before = await changes.current(Deadline.after(30))
    waiting = asyncio.create_task(changes.wait_beyond(before))
    await raise_version()
    changes.invalidate()
    assert await changes.current(Deadline.after(30)) == before + 1
    assert await asyncio.wait_for(waiting, 30) == before + 1


async def test_all_waiting_callers_get_the_newest_version(
    database: Database, settings: Settings, raise_version: Raise
) -> None:
    changes = polled(database, settings, INTERVAL_S)
    before = await changes.current(Deadline.after(30))
    waiting = [asyncio.create_task(changes.wait_beyond(before)) for _ in range(20)]
    await raise_version()
    await raise_version()
    assert set(await asyncio.gather(*waiting)) <= {before + 1, before + 2}
    assert await asyncio.wait_for(changes.wait_beyond(before + 1), 30) == before + 2


async def test_waiting_callers_cost_one_statement_per_interval_and_no_caller_costs_none(
    database: Database, settings: Settings, bolt_requests: list[str]
) -> None:
    changes = polled(database, settings, INTERVAL_S)
    present = await changes.current(Deadline.after(30))
    started = monotonic()
    waiting = [asyncio.create_task(changes.wait_beyond(present)) for _ in range(50)]
    await asyncio.sleep(3 * INTERVAL_S)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    asked = len(bolt_requests)
    assert 1 <= asked <= 1 + (monotonic() - started) / INTERVAL_S
    await asyncio.sleep(2 * INTERVAL_S)
    assert len(bolt_requests) == asked


async def test_callers_that_wait_are_not_woken_while_nothing_changes(
    database: Database, settings: Settings, raise_version: Raise
) -> None:
    class Counting(DataVersion):
        reads = 0

        async def current(self, deadline: Deadline) -> int:
            self.reads += 1
            return await super().current(deadline)

    changes = Counting(database, settings.model_copy(update={"change_poll_s": 0.05}))
    present = await changes.current(Deadline.after(30))
    waiting = [asyncio.create_task(changes.wait_beyond(present)) for _ in range(500)]
    await asyncio.sleep(0.5)
    assert 2 <= changes.reads <= 12
    await raise_version()
    assert await asyncio.wait_for(asyncio.gather(*waiting), 30) == [present + 1] * 500


async def test_waiting_ends_when_the_service_stops(database: Database, settings: Settings) -> None:
    changes = polled(database, settings, NEVER_S)
    present = await changes.current(Deadline.after(30))
    ledger = await changes.ledger(Deadline.after(30))
    waits = changes.wait_beyond(present), changes.wait_ledger(ledger), changes.pause(NEVER_S)
    waiting = [asyncio.create_task(each) for each in waits]
    await asyncio.sleep(0.05)
    changes.stop()
    ended = await asyncio.wait_for(asyncio.gather(*waiting, return_exceptions=True), 30)
    assert [type(each) for each in ended] == [Stopped] * 3
    with pytest.raises(Stopped):
        await changes.pause(NEVER_S)


async def test_a_pause_lasts_as_long_as_it_says(database: Database, settings: Settings) -> None:
    changes = polled(database, settings, NEVER_S)
    started = monotonic()
    await asyncio.gather(*(changes.pause(0.2) for _ in range(3)))
    assert 0.19 < monotonic() - started < 30


async def test_without_a_database_a_read_fails_in_time_and_a_waiting_caller_waits_on(
    settings: Settings,
) -> None:
    async with Database.open(Access("bolt://127.0.0.1:1", "neo4j", "x"), settings) as nothing:
        changes = polled(nothing, settings.model_copy(update={"deadline_s": 0.5}), INTERVAL_S)
        with pytest.raises(Unavailable):
            await changes.current(Deadline.after(0.5))
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(changes.wait_beyond(0), 3 * INTERVAL_S)
