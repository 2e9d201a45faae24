"""Copies of a database that is written to, with a checkpoint every ten seconds: consistent, or made again.

What is written are pairs, 40 transactions a second: two nodes, their relationship, and two counters,
so that a copy which lost a part of one shows it.
"""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from filled_home import FilledHome
from neo4j import Driver, GraphDatabase
from rich.console import Console

from graph.embedded import Artifacts, EmbeddedServer, Home
from graph.embedded.command import neo4j_environment
from graph.embedded.copy.database_files import ATTEMPTS, DatabaseFiles
from graph.embedded.disk import MB
from graph.embedded.java import bundled, find_java
from graph.errors import CopyInterrupted, GraphError
from graph.settings import Settings

pytestmark = pytest.mark.slow
log = logging.getLogger(__name__)

COPIES: Final = 20
CHECKED: Final = (0, 10, 19)
"""Of these copies neo4j-admin reads every record and every index."""
WRITES_A_SECOND: Final = 40
PAIR: Final = """CYPHER 25
MATCH (first:Counter {key: 'counter:first'}), (second:Counter {key: 'counter:second'})
SET first.pairs = first.pairs + 1
CREATE (a:Half {key: 'half:' + first.pairs + ':a', text: 'a half'})
  -[:PAIR]->(b:Half {key: 'half:' + first.pairs + ':b', text: 'a half'})
SET second.pairs = second.pairs + 1"""
BEGIN: Final = (
    "CYPHER 25 CREATE CONSTRAINT half_key FOR (h:Half) REQUIRE h.key IS UNIQUE",
    "CYPHER 25 CREATE FULLTEXT INDEX half_text FOR (h:Half) ON EACH [h.text]",
    "CYPHER 25 UNWIND ['counter:first', 'counter:second'] AS key CREATE (:Counter {key: key, pairs: 0})",
)
COUNTS: Final = """CYPHER 25
MATCH (first:Counter {key: 'counter:first'}), (second:Counter {key: 'counter:second'})
RETURN first.pairs AS first, second.pairs AS second,
  COUNT { (:Half)-[:PAIR]->(:Half) } AS pairs, COUNT { (:Half) } AS halves,
  COUNT { MATCH (h:Half) WHERE h.key STARTS WITH 'half:' } AS byIndex,
  COUNT { MATCH (h) WHERE h:Half AND size(h.key) > size('half::a') } AS byScan,
  COUNT { CALL db.index.fulltext.queryNodes('half_text', 'half') YIELD node RETURN node } AS byText,
  COLLECT { MATCH (n) RETURN count(n) } AS nodes"""


class Writers:
    """Two clients that write pairs until `stop`; `written` is how many have committed."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self.written = 0
        self._threads = [threading.Thread(target=self._write) for _ in range(2)]
        for each in self._threads:
            each.start()

    def stop(self) -> None:
        self._stopping.set()
        for each in self._threads:
            each.join()

    def _write(self) -> None:
        while not self._stopping.wait(2 / WRITES_A_SECOND):
            self._driver.execute_query(PAIR, database_="neo4j")
            with self._lock:
                self.written += 1


@pytest.fixture(scope="module")
def live(
    filled_home: FilledHome,
    tmp_path_factory: pytest.TempPathFactory,
    start_neo4j: Callable[..., EmbeddedServer],
) -> Iterator[EmbeddedServer]:
    settings = Settings(home=tmp_path_factory.mktemp("live"), bolt_port=0, heap_mb=512)
    filled_home.copy_to(settings.home)
    with start_neo4j(settings, configuration={"db.checkpoint.interval.time": "10s"}) as server:
        yield server


@pytest.fixture(scope="module")
def writers(live: EmbeddedServer) -> Iterator[Writers]:
    with GraphDatabase.driver(
        live.bolt_uri, auth=(live.username, live.password), notifications_min_severity="OFF"
    ) as driver:
        for each in BEGIN:
            driver.execute_query(each, database_="neo4j")
        writing = Writers(driver)
        yield writing
        writing.stop()


@pytest.fixture
def target(tmp_path: Path) -> Home:
    home = Home(tmp_path / "copy")
    home.prepare()
    return home


def counted(target: Home, start_neo4j: Callable[..., EmbeddedServer]) -> dict[str, Any]:
    """What a copy holds, after Neo4j has recovered it and stopped again."""
    settings = Settings(home=target.root, bolt_port=0, heap_mb=256)
    with (
        # As the product starts it first: where nothing may be written, Neo4j refuses to recover indexes.
        start_neo4j(settings, needed=16 * MB) as server,
        GraphDatabase.driver(server.bolt_uri, auth=(server.username, server.password)) as driver,
    ):
        online = driver.execute_query("SHOW INDEXES YIELD state RETURN DISTINCT state").records
        assert [each["state"] for each in online] == ["ONLINE"]
        return driver.execute_query(COUNTS, database_="neo4j").records[0].data()


def inconsistencies(counts: dict[str, Any]) -> dict[str, Any]:
    """Those of the counts that contradict the first counter."""
    pairs = counts["first"]
    right = {"second": pairs, "pairs": pairs} | dict.fromkeys(
        ("halves", "byIndex", "byScan", "byText"), 2 * pairs
    )
    return {name: counts[name] for name in right if counts[name] != right[name]}


def neo4j_check(target: Home) -> subprocess.CompletedProcess[str]:
    """`neo4j-admin database check` of a stopped copy."""
    java, artifacts = find_java(bundled()), Artifacts(Settings().cache)
    artifacts.ensure(Console(quiet=True))
    tool = ("org.neo4j.cli.AdminTool", "database", "check", "neo4j", f"--report-path={target.logs}")
    return subprocess.run(
        [str(java.path), "-Xmx512m", "-cp", artifacts.class_path(), *tool],
        cwd=artifacts.folder,
        env=neo4j_environment(java) | {"NEO4J_HOME": str(target.root), "NEO4J_CONF": str(target.conf)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("number", range(COPIES))
def test_a_copy_under_writes_is_consistent(
    live: EmbeddedServer,
    writers: Writers,
    target: Home,
    start_neo4j: Callable[..., EmbeddedServer],
    number: int,
) -> None:
    before = writers.written
    begun = time.monotonic()
    attempts = DatabaseFiles(Home(live.home)).copy_to(target)
    took, after = time.monotonic() - begun, writers.written
    counts = counted(target, start_neo4j)
    log.info("copy: attempts %d, seconds %.2f, pairs meanwhile %d", attempts, took, after - before)
    assert inconsistencies(counts) == {}
    assert (
        before <= counts["first"] <= after + 2
    )  # of two clients one each may be committed and not counted yet
    if number in CHECKED:
        checked = neo4j_check(target)
        assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_checkpoint_within_a_slowed_copy_begins_it_again(
    live: EmbeddedServer, writers: Writers, target: Home, start_neo4j: Callable[..., EmbeddedServer]
) -> None:
    begun = time.monotonic()

    def slow_at_first(path: Path, to: Path) -> None:
        if time.monotonic() - begun < 15:
            time.sleep(0.1)
        shutil.copyfile(path, to)

    assert DatabaseFiles(Home(live.home), slow_at_first).copy_to(target) > 1
    assert inconsistencies(counted(target, start_neo4j)) == {}
    checked = neo4j_check(target)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_copy_that_is_slower_than_checkpoints_ends_with_an_error(
    live: EmbeddedServer, writers: Writers, target: Home
) -> None:
    waited = set[float]()

    def past_a_checkpoint(path: Path, to: Path) -> None:
        shutil.copyfile(path, to)
        if path.name == "neostore":
            known = path.parents[2] / "transactions" / "neo4j" / "checkpoint.0"
            before = known.stat().st_mtime_ns
            while known.stat().st_mtime_ns == before:
                time.sleep(0.05)
            waited.add(before)

    with pytest.raises(CopyInterrupted):
        DatabaseFiles(Home(live.home), past_a_checkpoint).copy_to(target)
    assert len(waited) == ATTEMPTS
    assert not any((target.data / name).exists() for name in ("databases", "transactions"))


def test_without_the_guard_a_copy_across_checkpoints_is_damaged(
    live: EmbeddedServer,
    writers: Writers,
    target: Home,
    start_neo4j: Callable[..., EmbeddedServer],
) -> None:
    """The control: what the guard is for, and that these invariants find it."""
    data = Home(live.home).data
    for folder in ("databases/neo4j", "transactions/neo4j"):
        for root, _, names in os.walk(data / folder):
            for name in names:
                path = Path(root, name)
                copied = target.data / path.relative_to(data)
                copied.parent.mkdir(parents=True, exist_ok=True)
                if path.exists() and name != "database_lock":
                    time.sleep(0.15)
                    shutil.copyfile(path, copied)
    try:
        found = inconsistencies(counted(target, start_neo4j))
    except GraphError as error:
        found = {"start": str(error)}
    log.info("without the guard: %s", found)
    assert found != {}
