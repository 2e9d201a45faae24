"""A lease has one holder at a time, is waited for, and outlives nobody."""

from __future__ import annotations

import asyncio
import os
import re
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from threading import Thread
from time import monotonic

import pytest
from bolt_proxy import BoltProxy
from live import until

from graph.access import Access
from graph.database import Database
from graph.deadline import Deadline
from graph.errors import LeaseHeld, LeaseLost, Unavailable
from graph.lease import ACQUIRE, PREPARE, end_lease, held_leases, lease, require_leases
from graph.settings import Settings
from graph.statements import Statement

LONG_S = 30.0
DEAD = {"host": "db-one", "process": 4711}
FORGET = Statement("forget", "CYPHER 25 MATCH (l:Lease {key: $key}) DELETE l")
EXPIRE = Statement(
    "expire", "CYPHER 25 MATCH (l:Lease {key: $key}) SET l.expiresAt = datetime() - duration('PT1S')"
)


@pytest.fixture
async def name(database: Database, key_prefix: str) -> AsyncIterator[str]:
    """A lease of this test's own."""
    yield key_prefix
    await database.write(FORGET, {"key": f"lease:{key_prefix}"}, Deadline.after(LONG_S))


async def taken_by_the_dead(database: Database, name: str, seconds: float) -> None:
    """A holder that took the lease and will never give it back."""
    deadline = Deadline.after(LONG_S)
    await database.execute(PREPARE, {}, deadline)
    claim = {"key": f"lease:{name}", "owner": "the dead", "seconds": seconds} | DEAD
    assert (await database.write(ACQUIRE, claim, deadline))[0]["taken"]


async def renewed(database: Database, name: str) -> bool:
    """Whether a lease that had lapsed is renewed."""
    held = await held_leases(database, Deadline.after(LONG_S))
    return any(each.name == name and not each.lapsed for each in held)


def pause(access: Access, settings: Settings, name: str) -> None:
    """This event loop stands until its lease of 0.5 s has lapsed and another process has taken it."""

    async def take() -> None:
        await asyncio.sleep(1.0)
        async with Database.open(access, settings) as database:
            await taken_by_the_dead(database, name, seconds=60)

    other = Thread(target=asyncio.run, args=(take(),))
    other.start()
    other.join()


def holding_process(access: Access, name: str, seconds: int) -> subprocess.Popen[str]:
    """A process that holds the lease until it is killed."""
    database = {"NEO4J_URI": access.uri, "NEO4J_USERNAME": access.username, "NEO4J_PASSWORD": access.password}
    return subprocess.Popen(
        [sys.executable, Path(__file__).with_name("lease_child.py"), name, str(seconds)],
        env=os.environ | database | {"PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=subprocess.PIPE,
        text=True,
    )


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
    database: Database, access: Access, settings: Settings, name: str
) -> None:
    async with lease(database, name, Deadline.after(LONG_S), seconds=0.5):
        pause(access, settings, name)
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


async def test_a_holder_renews_its_lease_over_several_periods(database: Database, name: str) -> None:
    # A busy machine can stand still for a second. The other waits for longer than it lasts without a renewal.
    async with lease(database, name, Deadline.after(LONG_S), seconds=4):
        with pytest.raises(LeaseHeld):
            async with lease(database, name, Deadline.after(5.5), seconds=4):
                pytest.fail("two hold the lease")
        await database.transact(require_leases, Deadline.after(LONG_S))


@pytest.mark.slow
async def test_the_lease_of_a_killed_process_lapses_in_the_time_it_was_taken_for(
    database: Database, access: Access, name: str
) -> None:
    child = holding_process(access, name, seconds=3)
    assert child.stdout is not None
    assert await asyncio.to_thread(child.stdout.readline) == "holds\n"
    await asyncio.sleep(4)  # it lives, so that it is renewed
    [holder] = [each for each in await held_leases(database, Deadline.after(LONG_S)) if each.name == name]
    assert (holder.host, holder.process, holder.lapsed) == (socket.gethostname(), child.pid, False)
    child.kill()
    await asyncio.to_thread(child.communicate)
    killed = monotonic()
    async with lease(database, name, Deadline.after(LONG_S), seconds=3):
        assert 0.5 < monotonic() - killed < 4.5


async def test_the_message_names_the_holder_its_times_and_the_remedy(database: Database, name: str) -> None:
    await taken_by_the_dead(database, name, seconds=60)
    with pytest.raises(LeaseHeld) as refused:
        async with lease(database, name, Deadline.after(1.0)):
            pytest.fail("two hold the lease")
    moment = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC"
    assert re.search(
        rf"'{name}' \(process 4711 on host db-one since {moment}, until {moment}\)\. .*120 s after.*"
        r"`learning-sites runs --unlock` ends it",
        str(refused.value),
    )


@pytest.mark.parametrize("how", ["paused", "ended by an operator", "removed"])
async def test_a_holder_that_lost_its_lease_cannot_write(
    database: Database, access: Access, settings: Settings, name: str, how: str
) -> None:
    deadline = Deadline.after(LONG_S)
    async with lease(database, name, deadline, seconds=0.5):
        await database.transact(require_leases, deadline)
        if how == "paused":
            pause(access, settings, name)
        elif how == "removed":
            await database.write(FORGET, {"key": f"lease:{name}"}, deadline)
        else:
            [holder] = [each for each in await held_leases(database, deadline) if each.name == name]
            assert await end_lease(database, holder, deadline)
            assert not await end_lease(database, holder, deadline)
        with pytest.raises(LeaseLost, match=f"lost the lease '{name}'.*run it again"):
            await database.transact(require_leases, deadline)
    await database.transact(require_leases, deadline)  # outside of the block nothing is required


async def test_a_lease_that_expired_and_that_nobody_took_is_still_held(database: Database, name: str) -> None:
    deadline = Deadline.after(LONG_S)
    async with lease(database, name, deadline, seconds=8):
        await database.write(EXPIRE, {"key": f"lease:{name}"}, deadline)
        await database.transact(require_leases, deadline)
        await until(lambda: renewed(database, name))
        with pytest.raises(LeaseHeld):
            async with lease(database, name, Deadline.after(1.0), seconds=8):
                pytest.fail("two hold the lease")


@pytest.mark.slow
async def test_two_renewals_without_an_answer_leave_time_for_a_third(
    proxy: BoltProxy, through: Database, database: Database, name: str
) -> None:
    async with lease(through, name, Deadline.after(LONG_S), seconds=6):
        for _ in range(2):
            proxy.stall_at = b"AS renewed"
            await until(lambda: proxy.stall_at is None)
        with pytest.raises(LeaseHeld):
            async with lease(database, name, Deadline.after(6.0), seconds=6):
                pytest.fail("two hold the lease")


@pytest.mark.slow
async def test_a_renewal_that_fails_is_tried_again(
    proxy: BoltProxy, through: Database, database: Database, name: str
) -> None:
    async with lease(through, name, Deadline.after(LONG_S), seconds=6):
        proxy.refuse = True
        await asyncio.sleep(3)
        proxy.refuse = False
        await asyncio.sleep(4)
        await database.transact(require_leases, Deadline.after(LONG_S))
        with pytest.raises(LeaseHeld):
            async with lease(database, name, Deadline.after(1.0), seconds=6):
                pytest.fail("two hold the lease")
