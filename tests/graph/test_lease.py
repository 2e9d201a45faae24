"""A lease has one holder at a time, is waited for, and outlives nobody."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from time import monotonic

import pytest
from bolt_proxy import BoltProxy

from graph.database import Database
from graph.deadline import Deadline
from graph.errors import Unavailable
from graph.lease import ACQUIRE, PREPARE, lease
from graph.statements import Statement

LONG_S = 30.0
FORGET = Statement("forget", "CYPHER 25 MATCH (l:Lease {key: $key}) DELETE l")


@pytest.fixture
async def name(database: Database, key_prefix: str) -> AsyncIterator[str]:
    """A lease of this test's own."""
    yield key_prefix
    await database.write(FORGET, {"key": f"lease:{key_prefix}"}, Deadline.after(LONG_S))


async def taken_by_the_dead(database: Database, name: str, seconds: float) -> None:
    """A holder that took the lease and will never give it back."""
    deadline = Deadline.after(LONG_S)
    await database.execute(PREPARE, {}, deadline)
    claim = {"key": f"lease:{name}", "owner": "the dead", "seconds": seconds}
    assert (await database.write(ACQUIRE, claim, deadline))[0]["taken"]


async def test_the_second_holder_waits_until_the_first_gives_back(database: Database, name: str) -> None:
    order: list[str] = []
    first_holds = asyncio.Event()

    async def first() -> None:
        async with lease(database, name, Deadline.after(LONG_S), seconds=60):
            order.append("first in")
            first_holds.set()
            await asyncio.sleep(0.5)
            order.append("first out")

    async def second() -> None:
        await first_holds.wait()
        async with lease(database, name, Deadline.after(LONG_S), seconds=60):
            order.append("second in")

    await asyncio.gather(first(), second())
    assert order == ["first in", "first out", "second in"]


async def test_of_many_who_want_it_one_holds_it_at_a_time(database: Database, name: str) -> None:
    holders, most = 0, 0

    async def worker() -> None:
        nonlocal holders, most
        async with lease(database, name, Deadline.after(LONG_S), seconds=60):
            holders += 1
            most = max(most, holders)
            await asyncio.sleep(0.02)
            holders -= 1

    await asyncio.gather(*(worker() for _ in range(6)))
    assert most == 1


async def test_a_lease_that_stays_held_is_unavailable_by_the_deadline(database: Database, name: str) -> None:
    await taken_by_the_dead(database, name, seconds=60)
    started = monotonic()
    with pytest.raises(Unavailable, match=name):
        async with lease(database, name, Deadline.after(1.0), seconds=60):
            pytest.fail("two hold the lease")
    assert monotonic() - started < 3.0


async def test_the_lease_of_a_holder_that_died_is_taken_when_it_expires(
    database: Database, name: str
) -> None:
    await taken_by_the_dead(database, name, seconds=1)
    started = monotonic()
    async with lease(database, name, Deadline.after(LONG_S), seconds=60):
        assert monotonic() - started > 0.5


async def test_a_lease_from_a_clock_that_has_jumped_back_is_free(database: Database, name: str) -> None:
    await taken_by_the_dead(database, name, seconds=10 * 365 * 86400)  # it was taken in the year 2036
    async with lease(database, name, Deadline.after(5.0), seconds=60):
        pass


async def test_a_clock_that_is_set_by_seconds_frees_no_lease_that_is_held(
    database: Database, name: str
) -> None:
    await taken_by_the_dead(database, name, seconds=90)
    with pytest.raises(Unavailable):
        async with lease(database, name, Deadline.after(1.0), seconds=60):
            pytest.fail("two hold the lease")


async def test_it_is_given_back_after_an_exception(database: Database, name: str) -> None:
    with pytest.raises(ZeroDivisionError):
        async with lease(database, name, Deadline.after(LONG_S), seconds=60):
            raise ZeroDivisionError
    async with lease(database, name, Deadline.after(2.0), seconds=60):
        pass


async def test_it_is_given_back_when_the_work_took_longer_than_its_deadline(
    database: Database, name: str
) -> None:
    deadline = Deadline.after(1.0)
    async with lease(database, name, deadline, seconds=60):
        await asyncio.sleep(deadline.left() + 0.1)
    async with lease(database, name, Deadline.after(2.0), seconds=60):
        pass


async def test_a_holder_who_was_too_late_does_not_give_away_the_lease_of_another(
    database: Database, name: str
) -> None:
    async with lease(database, name, Deadline.after(LONG_S), seconds=0.1):
        await asyncio.sleep(0.3)
        await taken_by_the_dead(database, name, seconds=60)
    with pytest.raises(Unavailable):
        async with lease(database, name, Deadline.after(1.0), seconds=60):
            pytest.fail("two hold the lease")


async def test_work_that_failed_says_why_also_when_the_lease_cannot_be_given_back(
    proxy: BoltProxy, through: Database, name: str
) -> None:
    async def work() -> None:
        async with lease(through, name, Deadline.after(LONG_S), seconds=0.5):
            proxy.refuse = True
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await work()
