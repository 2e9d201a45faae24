"""How the work of each operation grows with the graph: `python -m bench growth [REQUESTS …]`.

Each size is a graph of its own. What Neo4j does is counted in database hits, which a busy machine does not
change; milliseconds of its processor come with them. The log of requests grows first; then the jurisdictions,
by synthetic copies of all of them under keys of their own.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import Final, NamedTuple

from rich.console import Console

from bench import evidence
from bench.homes import copy_home, fill_home, started
from bench.processor import resident_mib
from bench.work import Row as WorkRow
from bench.work import work_by_name
from cli.session import connected
from graph.database import Database
from graph.deadline import Deadline
from graph.settings import Settings
from graph.statements import Statement

REQUESTS: Final = (5_000, 50_000, 500_000)
REQUESTERS: Final = 2_500
COPIES: Final = 9
"""Of each jurisdiction, so that there are ten times as many."""
DEADLINE_S: Final = 600.0
COPY: Final = Statement(
    "bench-copies",
    """CYPHER 25 MATCH (j:Jurisdiction)-[:PART_OF]->(p) WHERE NOT j.key STARTS WITH 'bench:'
    WITH j, collect(p) AS parents
    CALL (j, parents) {
      CREATE (c:Jurisdiction)
      SET c = j {.*, key: 'bench:' + $copy + ':' + j.key, name: j.name + ' (synthetic)'}
      WITH c, parents UNWIND parents AS p CREATE (c)-[:PART_OF]->(p)
    } IN TRANSACTIONS OF 5000 ROWS""",
)


class Growth(NamedTuple):
    """A graph: what it holds, seconds until its Neo4j answered, its rows a second and Java's memory, MiB."""

    requests: int
    copies: int
    start_s: float
    rows_per_second: float
    memory_mib: float


class Row(NamedTuple):
    """An operation, with the hits and milliseconds of Neo4j's processor at each size.

    None where Neo4j has too little memory for it.
    """

    name: str
    hits: Sequence[int | None]
    cpu_ms: Sequence[float | None]


class Measured(NamedTuple):
    """The graphs, and the operations over them in the same order."""

    graphs: Sequence[Growth]
    rows: Sequence[Row]


def growth(console: Console, requests: Sequence[int] = REQUESTS) -> Measured:
    """Fills a home, then makes and measures each graph from a copy of it."""
    with tempfile.TemporaryDirectory() as folder:
        filled = Path(folder) / "filled"
        fill_home(filled, console)
        return measure(filled, Path(folder), console, requests)


def measure(filled: Path, folder: Path, console: Console, requests: Sequence[int]) -> Measured:
    """As `growth`, over a home that is filled."""
    graphs, found = [], []
    sizes = [*((count, 0) for count in requests), (requests[0], COPIES)]
    for number, (count, copies) in enumerate(sizes):
        with console.status(f"{count:,} requests, jurisdictions × {1 + copies} …"):
            graph, hits = _graph(copy_home(filled, folder / str(number)), count, copies)
        graphs.append(graph)
        found.append(hits)
    return Measured(graphs, [*_by_operation(found)])


def _graph(settings: Settings, requests: int, copies: int) -> tuple[Growth, dict[str, WorkRow | None]]:
    with started(settings), connected(settings) as session:
        began = perf_counter()
        session.run(evidence.make(session.database, REQUESTERS, requests))
        rate = requests / (perf_counter() - began)
        session.run(_copy(session.database, copies))
    began = perf_counter()
    with started(settings) as neo4j:
        start_s = perf_counter() - began
        found = asyncio.run(work_by_name(neo4j.access, neo4j.java, settings))
        memory = resident_mib(neo4j.java)
    return Growth(requests, copies, start_s, rate, memory), found


async def _copy(database: Database, copies: int) -> None:
    for number in range(copies):
        await database.execute(COPY, {"copy": number}, Deadline.after(DEADLINE_S))


def _by_operation(found: Sequence[dict[str, WorkRow | None]]) -> Iterator[Row]:
    for name in found[0]:
        rows = [each[name] for each in found]
        yield Row(name, [row and row.hits for row in rows], [row and row.cpu_ms for row in rows])
