"""The loader beside a bare loop over the same rows, of one session and of two: rate, CPU, and memory.

All read the same generated log, one file from its beginning to its end, each into a Neo4j of its own, and
so face graphs of the same size. They take turns of 20,000 rows, so that a noisy minute hits all alike.
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, NamedTuple

from neo4j import GraphDatabase
from rich.console import Console

from bench.homes import Neo4j, copy_home, fill_home, started
from bench.turns import Player, player
from loaders.generate import GenerateArguments, write

ROWS: Final = 100_000
SLICE: Final = 20_000
SEED: Final = 11
BARE: Final = "bare loop"
CONTENDERS: Final = {
    BARE: "bench.bare_loop",
    "two sessions": "bench.bare_sessions",
    "loader": "bench.loader_run",
}
MADE: Final = """CYPHER 25 RETURN COUNT { (:Request) } AS requests, COUNT { ()-[:FROM]->() } AS origins,
  COUNT { ()-[:ABOUT]->() } AS models, COUNT { ()-[:CONCERNS]->() } AS topics,
  COUNT { ()-[:ANSWERED_BY]->() } AS answers"""


class Row(NamedTuple):
    """One contender over all rows. `per_second` is rows by the clock, `last` that of its last full turn.

    `ratio` is its rate over all rows to that of the bare loop, `lowest` and `highest` are those of a turn.
    CPU is in seconds; `peak_mb` is the most memory that its process ever held, MiB.
    """

    name: str
    rows: int
    per_second: float
    last: float
    ratio: float
    lowest: float
    highest: float
    cpu: float
    database_cpu: float
    peak_mb: float


def loading(console: Console, rows: int = ROWS) -> list[Row]:
    """A row for each contender, the bare loop first. Raises AssertionError when their graphs differ."""
    with TemporaryDirectory() as folder, ExitStack() as stack:
        filled, log = Path(folder) / "filled", Path(folder) / "requests.csv"
        fill_home(filled, console)
        write(log, GenerateArguments(requests=rows, seed=SEED))
        graphs, players = [], {}
        for name, module in CONTENDERS.items():
            graph = stack.enter_context(started(copy_home(filled, Path(folder) / module)))
            graphs.append(graph)
            players[name] = stack.enter_context(player(module, [str(log), str(SLICE)], graph))
        for number in range(rows // SLICE + 1):
            told = (f"{name} {_play(players[name], number):,.0f}" for name in CONTENDERS)
            console.print(f"{number}: rows a second, {', '.join(told)}", highlight=False)
        first, *others = map(_made, graphs)
        assert all(each == first for each in others), f"different graphs: {first}, {others}"
        bare = players[BARE]
        return [_row(name, rows, each, bare) for name, each in players.items()]


def _play(player: Player, number: int) -> float:
    return SLICE / player.play().seconds


def _made(graph: Neo4j) -> dict[str, Any]:
    access = graph.access
    with GraphDatabase.driver(access.uri, auth=(access.username, access.password)) as driver:
        records, _, _ = driver.execute_query(MADE, database_=access.database)
        return records[0].data()


def _row(name: str, rows: int, found: Player, bare: Player) -> Row:
    seconds, cpu, database_cpu = (sum(values) for values in zip(*found.turns, strict=True))
    # The last turn has the rest of the rows, maybe none, and what ends a run.
    ratios = [base.seconds / turn.seconds for turn, base in zip(found.turns, bare.turns, strict=True)][:-1]
    base = sum(turn.seconds for turn in bare.turns)
    return Row(
        name,
        rows,
        rows / seconds,
        SLICE / found.turns[-2].seconds,
        base / seconds,
        min(ratios),
        max(ratios),
        cpu,
        database_cpu,
        found.peak_mb,
    )
