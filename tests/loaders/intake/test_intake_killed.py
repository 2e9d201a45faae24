"""A load that is killed, told to stop, or loses its database ends in the graph of an unbroken one."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.session import access_to
from graph.database import Database
from graph.deadline import Deadline
from graph.embedded import EmbeddedServer, running
from graph.errors import GraphError
from graph.settings import Settings
from graph.statements import Statement, statement
from graph.vocabulary import RunStatus
from loaders.intake import Options, take_in
from loaders.ledger import abandon
from loaders.runs import remove_synthetic
from loaders.sources.requests import REQUESTS

ROWS = 600
BATCH = 40
KILLS = int(os.environ.get("INTAKE_KILLS", "4"))
CHILD = Path(__file__).with_name("child.py")
VERSION = statement("graph/data_version")
RUNS = Statement(
    "runs",
    """CYPHER 25 MATCH (r:LoadRun {source: 'requests'})
    RETURN r.status AS status, r.line AS line, r.read AS read ORDER BY r.startedAt DESC""",
)


@pytest.fixture(scope="module")
def log(log_of: Callable[[int], Path]) -> Path:
    return log_of(ROWS)


@pytest.fixture(scope="module")
async def unbroken(graph: Database, log: Path, checksum: Callable[..., Any], tmp_path_factory: object) -> str:
    """The checksum of a load that nobody disturbed."""
    options = Options(quarantine=Path("unused"), batch=BATCH)
    report = await take_in(graph, REQUESTS, log, options)
    assert report.counts.created == ROWS
    found = await checksum(graph)
    await remove_synthetic(graph)
    return str(found)


def start(
    server: EmbeddedServer,
    environment: Callable[..., dict[str, str]],
    log: Path,
    folder: Path,
    resume: str = "",
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, CHILD, str(log), str(folder), str(BATCH), resume],
        env=environment(server),
        stdout=subprocess.PIPE,
        text=True,
    )


def wait_for(child: subprocess.Popen[str], batches: int) -> None:
    """Returns when the child has written so many batches, or ended."""
    assert child.stdout is not None
    for seen, _ in enumerate(child.stdout):
        if seen == batches:
            return


def java_of(settings: Settings) -> int:
    """Process id of the server of a home."""
    instance = running(settings)
    assert instance is not None
    assert instance.java_pid is not None
    return instance.java_pid


@pytest.mark.parametrize("kill", range(KILLS))
async def test_killed_anywhere_and_run_again_it_is_the_same_graph(
    graph: Database,
    own: EmbeddedServer,
    child_environment: Callable[..., dict[str, str]],
    log: Path,
    unbroken: str,
    checksum: Callable[..., Any],
    tmp_path: Path,
    kill: int,
) -> None:
    draw = random.Random(kill)
    with start(own, child_environment, log, tmp_path) as child:
        wait_for(child, draw.randrange(ROWS // BATCH))
        await asyncio.sleep(draw.random() * 0.05)
        child.send_signal(signal.SIGKILL)
    cut = (await graph.read(RUNS, {}, Deadline.after(60)))[0]
    resume = draw.random() < 0.5
    report = await take_in(graph, REQUESTS, log, Options(quarantine=tmp_path, batch=BATCH, resume=resume))
    assert report.status is RunStatus.DONE
    assert report.counts.created + cut["read"] >= ROWS
    assert report.counts.read == ROWS - (cut["read"] if resume and cut["status"] == "RUNNING" else 0)
    assert await checksum(graph) == unbroken
    # The version moves with every batch that the driver's counters call a change.
    version = (await graph.read(VERSION, {}, Deadline.after(60)))[0]["version"]
    again = await take_in(graph, REQUESTS, log, Options(quarantine=tmp_path, batch=BATCH))
    assert again.counts.unchanged == ROWS
    assert (await graph.read(VERSION, {}, Deadline.after(60)))[0]["version"] == version
    await remove_synthetic(graph)


async def test_told_to_stop_it_ends_its_batch_and_resume_goes_on(
    graph: Database,
    own: EmbeddedServer,
    child_environment: Callable[..., dict[str, str]],
    log: Path,
    unbroken: str,
    checksum: Callable[..., Any],
    tmp_path: Path,
) -> None:
    with start(own, child_environment, log, tmp_path) as child:
        wait_for(child, 4)
        child.send_signal(signal.SIGTERM)
        assert child.stdout is not None
        last = child.stdout.read().splitlines()[-1].split()
    assert child.returncode == 0
    assert last[0] == "STOPPED"
    done = int(last[1])
    assert 4 * BATCH <= done < ROWS
    assert (await graph.read(RUNS, {}, Deadline.after(60)))[0].data() == {
        "status": "STOPPED",
        "line": done,
        "read": done,
    }
    with start(own, child_environment, log, tmp_path, "resume") as child:
        assert child.stdout is not None
        assert child.stdout.read().splitlines()[-1].split() == ["DONE", str(ROWS - done)]
    assert await checksum(graph) == unbroken
    await remove_synthetic(graph)


async def test_a_run_without_a_word_is_called_stopped(graph: Database) -> None:
    put = Statement(
        "put",
        """CYPHER 25 CREATE (:LoadRun {key: 'run:dead', source: 'requests', status: 'RUNNING', read: 0,
        startedAt: datetime() - duration({hours: 2}), notedAt: datetime() - duration({hours: 1})})""",
    )
    await graph.write(put, {}, Deadline.after(60))
    assert await abandon(graph, quiet_s=3000) == 1
    assert await abandon(graph, quiet_s=3000) == 0


async def test_when_the_database_dies_a_new_run_gives_the_same_graph(
    own_settings: Settings,
    own: EmbeddedServer,
    graph: Database,
    log: Path,
    unbroken: str,
    checksum: Callable[..., Any],
    tmp_path: Path,
) -> None:
    # Last in this file: it ends the server that the others use.
    java = java_of(own_settings)
    batches = 0

    def progress(*_: object) -> None:
        nonlocal batches
        batches += 1
        if batches == 5:
            os.kill(java, signal.SIGKILL)

    with pytest.raises(GraphError):
        await take_in(graph, REQUESTS, log, Options(quarantine=tmp_path, batch=BATCH), progress)
    with EmbeddedServer.start(own_settings, train=False) as again:
        async with Database.open(access_to(own_settings, again), own_settings) as database:
            report = await take_in(database, REQUESTS, log, Options(quarantine=tmp_path, batch=BATCH))
            assert report.counts.unchanged == 5 * BATCH
            assert report.counts.created == ROWS - 5 * BATCH
            assert await checksum(database) == unbroken
