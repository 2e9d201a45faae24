"""A Neo4j that was killed is started again on its port, whoever owns it; a stopped one is not."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import psutil
import pytest
from neo4j import GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError

from graph.access import Access
from graph.database import PING, Database
from graph.deadline import Deadline
from graph.embedded import Home, Instance, running
from graph.errors import Unavailable
from graph.settings import Settings

Ask = Callable[..., list[list[Any]]]
Command = Callable[..., subprocess.CompletedProcess[str]]
HEALED_S = 60.0
WRITE = "CYPHER 25 CREATE (:Written {by: $by})"
COUNT = "CYPHER 25 MATCH (n:Written) RETURN count(n)"


pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """One home for the tests of this file, which tell one story in their order."""
    return Settings(home=tmp_path_factory.mktemp("restart") / "home", bolt_port=0)


def healed(settings: Settings, before: Instance, since: float) -> Instance:
    """The instance, once it answers at the address of the one before; prints how long that took."""
    auth = ("neo4j", Home(settings.home).password())
    while True:
        try:
            with GraphDatabase.driver(before.bolt_uri, auth=auth, max_transaction_retry_time=0) as driver:
                driver.execute_query("RETURN 1", database_="neo4j")
            instance = running(settings)
            if instance is not None and instance.java_pid != before.java_pid and instance.ready:
                print(f"healed {monotonic() - since:.1f} s after the kill")  # noqa: T201
                return instance
        except (DriverError, Neo4jError):
            pass
        assert monotonic() - since < HEALED_S, running(settings)
        sleep(0.1)


def test_a_killed_java_is_started_again_on_its_port_with_its_data(
    here: Settings, owner: Any, ask: Ask
) -> None:
    first = owner(here)
    ask(here, WRITE, by="first")
    for restarts in (1, 2):
        before = running(here)
        assert before is not None
        os.kill(before.java_pid, signal.SIGKILL)
        after = healed(here, before, monotonic())
        assert (after.bolt_port, after.pid, after.restarts) == (
            before.bolt_port,
            first.instance.pid,
            restarts,
        )
        assert after.problem is None
        assert not psutil.pid_exists(before.java_pid), "the killed Java was reaped"
        assert ask(here, COUNT) == [[1]]
    first.signal(signal.SIGTERM)
    assert first.remains() == []
    assert running(here) is None


def test_a_killed_guardian_is_replaced_by_its_owner_on_the_same_port(
    here: Settings, owner: Any, ask: Ask
) -> None:
    second = owner(here)
    before = running(here)
    assert before is not None
    os.kill(before.pid, signal.SIGKILL)
    after = healed(here, before, monotonic())
    assert after.bolt_port == before.bolt_port
    assert after.pid != before.pid
    assert ask(here, COUNT) == [[1]]
    second.signal(signal.SIGKILL)
    assert not [pid for pid in (after.pid, after.java_pid) if _lives_on(pid)]
    assert running(here) is None


def test_a_detached_neo4j_is_restarted_and_stops_for_good_when_told(
    here: Settings, command: Command, ask: Ask
) -> None:
    assert command(here.home, "start", "--no-train").returncode == 0
    before = running(here)
    assert before is not None
    os.kill(before.java_pid, signal.SIGKILL)
    after = healed(here, before, monotonic())
    assert (after.bolt_port, after.mode) == (before.bolt_port, "detached")
    os.kill(after.java_pid, signal.SIGKILL)
    while (now := running(here)) is not None and now.ready:
        sleep(0.02)
    assert "is starting" in command(here.home, "status").stdout
    assert command(here.home, "stop").returncode == 0
    assert running(here) is None
    sleep(2.5)
    assert running(here) is None


def test_the_next_start_takes_the_port_of_the_last_one(here: Settings, command: Command) -> None:
    ports = set()
    for _ in range(2):
        assert command(here.home, "start", "--no-train").returncode == 0
        instance = running(here)
        assert instance is not None
        ports.add(instance.bolt_port)
        assert command(here.home, "stop").returncode == 0
    assert len(ports) == 1


@pytest.mark.parametrize("database", ["neo4j", "system"])
async def test_a_store_that_cannot_be_opened_is_said_and_reads_stay_typed(
    tmp_path: Path, command: Command, settings: Settings, database: str
) -> None:
    here = Settings(home=tmp_path / "home", bolt_port=0)
    assert command(here.home, "start", "--no-train").returncode == 0
    before = running(here)
    assert before is not None
    home = Home(here.home)
    try:
        os.kill(before.java_pid, signal.SIGSTOP)  # it must not write while the test breaks its files
        for path in (home.data / "databases" / database).glob("neostore*"):
            path.write_bytes(b"\xff" * 8192)
        os.kill(before.java_pid, signal.SIGKILL)
        until = monotonic() + HEALED_S
        while (now := running(here)) is None or now.restarts < 2 or now.problem is None:
            assert monotonic() < until, now
            await asyncio.sleep(0.1)
        assert f"the database {database} cannot be opened" in now.problem
        access = Access(before.bolt_uri, "neo4j", home.password())
        async with Database.open(access, settings) as opened:
            with pytest.raises(Unavailable):
                await opened.read(PING, {}, Deadline.after(3.0))
        assert f"the database {database} cannot be opened" in command(here.home, "status").stdout
    finally:
        assert command(here.home, "stop").returncode == 0
    again = command(here.home, "start", "--no-train")
    assert again.returncode == 1
    assert "STORE_DAMAGED" in again.stderr
    assert "database restore" in again.stderr
    assert running(here) is None


def _lives_on(pid: int, seconds: float = 20.0) -> bool:
    until = monotonic() + seconds
    while monotonic() < until:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return False
        except psutil.NoSuchProcess:
            return False
        sleep(0.05)
    return True
