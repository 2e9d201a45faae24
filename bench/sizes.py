"""The API against a bare endpoint at three sizes of one question, over HTTP, in interleaved rounds.

Contenders, load generator and Neo4j are processes of their own. Every round asks every contender at every
size, first over one connection and then over sixteen; a ratio is taken within its round. There are many short
rounds, and each begins with the next contender: a shared machine is slower for seconds, and whoever comes
after one that leaves Neo4j alone has it easier.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import product
from statistics import median
from typing import Final, NamedTuple

import httpx
import orjson

from bench.question import SIZES, Size
from bench.runs import Run, run
from bench.servers import API, BARE, PLANNED, RAW, Server, running
from graph.access import Access

ROUNDS: Final = 21
WARM_UP_S: Final = 3.0
ALONE_S: Final = 0.4
TOGETHER_S: Final = 0.8
TOGETHER: Final = 16


class Measured(NamedTuple):
    """One contender at one size: the median milliseconds of one client, and a run of TOGETHER connections."""

    alone: float
    together: Run


class Row(NamedTuple):
    """Medians over the rounds; `ratio` is throughput over that of the bare endpoint, with its spread.

    `alone` is the median milliseconds of one client, `run` of TOGETHER.

    `cpu_ratio` is the bare endpoint's CPU a request (service and Neo4j) over the contender's: what the ratio
    of throughput comes to on a machine that does nothing else.
    """

    size: str
    name: str
    alone: float
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
                run(server, [size.body], TOGETHER, WARM_UP_S, database_pid)
        found: dict[tuple[Size, Server], list[Measured]] = {(s, c): [] for s in SIZES for c in contenders}
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


def measure(server: Server, size: Size, database_pid: int) -> Measured:
    """One contender at one size: alone, then over TOGETHER connections."""
    alone = run(server, [size.body], 1, ALONE_S, database_pid)
    return Measured(alone.p50, run(server, [size.body], TOGETHER, TOGETHER_S, database_pid))


def _row(size: Size, server: Server, found: list[Measured], bare: list[Measured]) -> Row:
    runs = [each.together for each in found]
    pairs = list(zip(runs, (each.together for each in bare), strict=True))
    ratios = [run.per_second / base.per_second for run, base in pairs]
    alone = median(each.alone for each in found)
    middle = Run(*(median(values) for values in zip(*runs, strict=True)))
    cpu = median(base.all_cpu / run.all_cpu for run, base in pairs)
    return Row(size.name, server.name, alone, middle, median(ratios), min(ratios), max(ratios), cpu)
