"""A load that is killed, told to stop, or loses its database ends in the graph of an unbroken one."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from neo4j import AsyncResult, ResultSummary

from domain.vocabulary import RunStatus
from graph.database import Database
from graph.deadline import Deadline
from graph.embedded import EmbeddedServer, running
from graph.errors import GraphError
from graph.settings import Settings
from graph.statements import Statement
from loaders.bundled.sample import remove_synthetic
from loaders.pipeline.ledger import SAVE, stop_abandoned
from loaders.pipeline.load_file import load_file
from loaders.pipeline.load_options import LoadOptions
from loaders.sources.requests.source import REQUESTS

ROWS = 600
BATCH = 40
MAX_LATE_S = 0.05
"""A batch takes about as long, so that whatever it does is cut at some point."""
KILLS = os.environ.get("INTAKE_KILLS")
SEED = os.environ.get("SEED", "0")
CHILD = Path(__file__).parents[1] / "child.py"
RUNS = Statement(
    "runs",
    """CYPHER 25 MATCH (r:LoadRun {source: 'requests'})
    RETURN r.key AS key, r.status AS status, r.line AS line, r.read AS read ORDER BY r.startedAt DESC""",
)


def points(usual: int) -> range:
    """Numbers of the points at which something happens."""
    return range(int(KILLS or usual))


def drawn(what: str, number: int) -> random.Random:
    """What one point is drawn from."""
    return random.Random(f"{SEED} {what} {number}")


@pytest.fixture
def summaries(monkeypatch: pytest.MonkeyPatch) -> list[ResultSummary]:
    """What the driver says of the statements that are run in transactions from now on."""
    found: list[ResultSummary] = []
    consume = AsyncResult.consume

    async def heard(self: AsyncResult) -> ResultSummary:
        found.append(await consume(self))
        return found[-1]

    monkeypatch.setattr(AsyncResult, "consume", heard)
    return found


@pytest.fixture(scope="module")
def log(log_of: Callable[[int], Path]) -> Path:
    return log_of(ROWS)


@pytest.fixture(scope="module")
async def unbroken(graph: Database, log: Path, checksum: Callable[..., Any], tmp_path_factory: object) -> str:
    """The checksum of a load that nobody disturbed."""
    options = LoadOptions(quarantine=Path("unused"), batch=BATCH)
    report = await load_file(graph, REQUESTS, log, options)
    assert report.counts.created == ROWS
    found = await checksum(graph)
    await remove_synthetic(graph)
    return str(found)


async def runs(graph: Database) -> list[dict[str, Any]]:
    """The runs over requests, the last one first."""
    return [record.data() for record in await graph.read(RUNS, {}, Deadline.after(60))]


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
    """Returns when the child has written so many batches, or ended after it began."""
    assert child.stdout is not None
    began = False
    for seen, _ in enumerate(child.stdout):
        began = True
        if seen == batches:
            return
    assert began, "the child ended before it began to load"


def java_of(settings: Settings) -> int:
    """Process id of the server of a home."""
    instance = running(settings)
    assert instance is not None
    assert instance.java_pid is not None
    return instance.java_pid


@pytest.mark.parametrize("kill", points(2))
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
    draw = drawn("kill", kill)
    known = {run["key"] for run in await runs(graph)}
    with start(own, child_environment, log, tmp_path) as child:
        wait_for(child, draw.randrange(ROWS // BATCH))
        await asyncio.sleep(draw.random() * MAX_LATE_S)
        child.send_signal(signal.SIGKILL)
    resume = draw.random() < 0.5
    report = await load_file(
        graph, REQUESTS, log, LoadOptions(quarantine=tmp_path, batch=BATCH, resume=resume)
    )
    assert report.status is RunStatus.DONE
    # Only now is it sure that no commit is under way any more. Of one killed at once there may be no run.
    cut = [run for run in await runs(graph) if run["key"] not in known | {report.run}]
    written = sum(run["read"] for run in cut)
    assert report.counts.created == ROWS - written
    assert report.counts.read == report.counts.created + report.counts.unchanged
    if resume and [run["status"] for run in cut] == ["RUNNING"]:
        assert report.counts.unchanged in (0, BATCH)  # it may have begun before the last commit
    else:
        assert report.counts.unchanged == written
    assert await checksum(graph) == unbroken
    await remove_synthetic(graph)


@pytest.mark.parametrize("stop", points(1))
async def test_a_load_that_is_stopped_anywhere_ends_its_batch_and_resume_continues(
    graph: Database,
    own: EmbeddedServer,
    child_environment: Callable[..., dict[str, str]],
    log: Path,
    unbroken: str,
    checksum: Callable[..., Any],
    tmp_path: Path,
    stop: int,
) -> None:
    draw = drawn("stop", stop)
    batches = draw.randrange(ROWS // BATCH - 2)
    with start(own, child_environment, log, tmp_path) as child:
        wait_for(child, batches)
        await asyncio.sleep(draw.random() * MAX_LATE_S)
        child.send_signal(signal.SIGTERM)
        assert child.stdout is not None
        status, read = child.stdout.read().splitlines()[-1].split()
    assert child.returncode == 0
    done = int(read)
    # It may have come to its end before it heard.
    assert status == ("DONE" if done == ROWS else "STOPPED")
    assert batches * BATCH <= done
    assert done % BATCH == 0
    last = (await runs(graph))[0]
    assert (last["status"], last["line"], last["read"]) == (status, done, done)
    with start(own, child_environment, log, tmp_path, "resume") as child:
        assert child.stdout is not None
        again = ROWS if status == "DONE" else ROWS - done
        assert child.stdout.read().splitlines()[-1].split() == ["DONE", str(again)]
    assert await checksum(graph) == unbroken
    await remove_synthetic(graph)


async def test_a_second_run_changes_nothing_by_the_counters_of_the_driver(
    empty: Database, log: Path, tmp_path: Path, summaries: list[ResultSummary]
) -> None:
    await load_file(empty, REQUESTS, log, LoadOptions(quarantine=tmp_path, batch=BATCH))
    assert {each.query for each in summaries if each.counters.contains_updates} > {SAVE.text}
    summaries.clear()
    report = await load_file(empty, REQUESTS, log, LoadOptions(quarantine=tmp_path, batch=BATCH))
    assert report.counts.unchanged == ROWS
    assert REQUESTS.target.statement.text in {each.query for each in summaries}
    # The ledger tells of each run; all else stays as it is, the data version too.
    assert {each.query for each in summaries if each.counters.contains_updates} == {SAVE.text}


async def test_a_run_without_a_word_is_called_stopped(graph: Database) -> None:
    put = Statement(
        "put",
        """CYPHER 25 CREATE (:LoadRun {key: 'run:dead', source: 'requests', status: 'RUNNING', read: 0,
        startedAt: datetime() - duration({hours: 2}), notedAt: datetime() - duration({hours: 1})})""",
    )
    await graph.write(put, {}, Deadline.after(60))
    assert await stop_abandoned(graph, quiet_s=3000) == 1
    assert await stop_abandoned(graph, quiet_s=3000) == 0


@pytest.mark.slow
@pytest.mark.parametrize("kill", points(1))
async def test_when_the_database_dies_anywhere_a_new_run_gives_the_same_graph(
    empty: Database,
    own_settings: Settings,
    restart: Callable[[], None],
    log: Path,
    unbroken: str,
    checksum: Callable[..., Any],
    tmp_path: Path,
    kill: int,
) -> None:
    draw = drawn("database", kill)
    batches = draw.randrange(ROWS // BATCH - 2)
    written = asyncio.Event()

    def progress(*_: object) -> None:
        nonlocal batches
        batches -= 1
        if batches < 0:
            written.set()

    async def killed() -> None:
        await written.wait()
        await asyncio.sleep(draw.random() * MAX_LATE_S)
        os.kill(java_of(own_settings), signal.SIGKILL)

    options = LoadOptions(quarantine=tmp_path, batch=BATCH)
    killer = asyncio.create_task(killed())
    with suppress(GraphError):  # it may have come to its end before
        await load_file(empty, REQUESTS, log, options, progress)
    await killer
    restart()
    report = await load_file(empty, REQUESTS, log, options)
    assert report.counts.unchanged % BATCH == 0
    assert report.counts.unchanged >= BATCH
    assert report.counts.unchanged + report.counts.created == ROWS
    assert await checksum(empty) == unbroken
