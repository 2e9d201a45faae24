"""The API against a bare endpoint at three sizes of one question, over HTTP, in interleaved rounds.

Contenders, load generator and Neo4j are processes of their own. Every round asks every contender at every
size, first over one connection and then over sixteen; a ratio is taken within its round. There are many short
rounds, and each begins with the next contender: a shared machine is slower for seconds, and whoever comes
after one that leaves Neo4j alone has it easier.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import product
from statistics import median
from typing import Any, Final, NamedTuple

import httpx
import orjson
import psutil  # type: ignore[import-untyped]

from bench.question import SIZES, Size
from bench.servers import API, BARE, PLANNED, RAW, ROOT, Server, running
from graph.access import Access

ROUNDS: Final = 21
WARM_UP_S: Final = 3.0
ALONE_S: Final = 0.4
TOGETHER_S: Final = 0.8
TOGETHER: Final = 16
GRACE_S: Final = 15


class Run(NamedTuple):
    """One contender at one size in one round; CPU milliseconds are those of a request."""

    p50: float
    per_second: float
    p99: float
    cpu: float
    database_cpu: float

    @property
    def all_cpu(self) -> float:
        """Of the service and of Neo4j."""
        return self.cpu + self.database_cpu


class Row(NamedTuple):
    """Medians over the rounds; `ratio` is throughput over that of the bare endpoint, with its spread.

    `cpu_ratio` is the bare endpoint's CPU a request (service and Neo4j) over the contender's: what the ratio
    of throughput comes to on a machine that does nothing else.
    """

    size: str
    name: str
    run: Run
    ratio: float
    lowest: float
    highest: float
    cpu_ratio: float


def sizes(access: Access, database_pid: int, rounds: int = ROUNDS) -> list[Row]:
    """All rows. Raises AssertionError when contenders do not give the same data."""
    with _contenders(access) as contenders:
        for size in SIZES:
            answers = {_data(server, size) for server in contenders}
            assert len(answers) == 1, f"{size.name}: the contenders answer differently"
            for server in contenders:
                load(server, size, TOGETHER, WARM_UP_S)
        found: dict[tuple[Size, Server], list[Run]] = {(s, c): [] for s in SIZES for c in contenders}
        for turn in range(rounds):
            first = turn % len(contenders)
            for size, server in product(SIZES, contenders[first:] + contenders[:first]):
                found[size, server].append(measure(server, size, database_pid))
    bare = contenders[0]
    return [_row(size, server, runs, found[size, bare]) for (size, server), runs in found.items()]


@contextmanager
def _contenders(access: Access) -> Iterator[list[Server]]:
    """The bare endpoint first, also without framework; the compiler; the API, also with answers kept."""
    with ExitStack() as stack:
        yield [
            stack.enter_context(contender)
            for contender in (
                running("bare", BARE, access),
                running("bare, no framework", RAW, access),
                running("compiler alone", PLANNED, access),
                running("API", API, access, answer_cache_mb=0),
                running("API, asked again", API, access, answer_cache_mb=64),
            )
        ]


def _data(server: Server, size: Size) -> bytes:
    headers = {"content-type": "application/json"}
    answer = httpx.post(server.url, content=size.body, headers=headers, timeout=60)
    return orjson.dumps(orjson.loads(answer.content)["data"])


def measure(server: Server, size: Size, database_pid: int) -> Run:
    """One contender at one size: alone, then over TOGETHER connections."""
    alone = load(server, size, 1, ALONE_S)
    before = _cpu(server.pid), _cpu(database_pid)
    together = load(server, size, TOGETHER, TOGETHER_S)
    own, database = (
        1000 * (_cpu(pid) - was) / together["count"]
        for pid, was in zip((server.pid, database_pid), before, strict=True)
    )
    return Run(alone["p50"], together["per_second"], together["p99"], own, database)


def load(server: Server, size: Size, connections: int, seconds: float) -> Any:
    """Asks for so many seconds; what `bench.load` prints."""
    command = [sys.executable, "-m", "bench.load", server.url, str(connections), str(seconds)]
    done = subprocess.run(
        command, input=size.body, stdout=subprocess.PIPE, check=True, cwd=ROOT, timeout=seconds + GRACE_S
    )
    return orjson.loads(done.stdout)


def _cpu(pid: int) -> float:
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)


def _row(size: Size, server: Server, runs: list[Run], bare: list[Run]) -> Row:
    ratios = [run.per_second / base.per_second for run, base in zip(runs, bare, strict=True)]
    middle = Run(*(median(values) for values in zip(*runs, strict=True)))
    cpu = median(base.all_cpu / run.all_cpu for run, base in zip(runs, bare, strict=True))
    return Row(size.name, server.name, middle, median(ratios), min(ratios), max(ratios), cpu)
