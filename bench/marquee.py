"""The question of questions on request logs side by side: what its one statement costs Neo4j.

Each log is on a Neo4j of its own. Every round asks every graph every question, so that a noisy minute hits
them all alike.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, Final, NamedTuple

from neo4j import READ_ACCESS, GraphDatabase, Session
from rich.console import Console

from bench import evidence
from bench.homes import copy_home, fill_home, started
from bench.processor import cpu_s
from bench.work import all_hits
from cli.session import connected
from graph.settings import Settings
from graph.viewer import STAFF
from schema.model import MODEL
from schema.planner.run.executor import Executor
from schema.server.pages.default_query import default_query


class Log(NamedTuple):
    """What is made beside the sample."""

    requesters: int
    requests: int


SAMPLE: Final = Log(0, 0)
BASE: Final = Log(2_500, 50_000)
LOGS: Final = (SAMPLE, BASE, Log(2_500, 500_000), Log(18_000, 50_000))
ASKING: Final = "us-county:39163"
OTHERS: Final = 7
WARM_UP: Final = 30
ROUNDS: Final = 40
PLANNINGS: Final = 5
KEYS: Final = "CYPHER 25 MATCH (j:Jurisdiction) WHERE j.kind <> 'STATE' RETURN j.key AS key ORDER BY key"
COUNTS: Final = "CYPHER 25 RETURN COUNT { (:Request) } AS requests, COUNT { (:Requester) } AS requesters"


class Row(NamedTuple):
    """One log. Milliseconds of an answer at the driver, and of Neo4j's CPU for it; hits are a median.

    Every requester asks twice: `first` is the median of the first answers, whose pages other requesters may
    have driven out of Neo4j's page cache meanwhile; `median`, `high` (95th percentile) and `cpu` are of the
    second. `ratio` is the median over that of BASE. `planning` is CPU milliseconds for a text that is new.
    """

    requests: int
    requesters: int
    first: float
    median: float
    high: float
    ratio: float
    cpu: float
    hits: int
    planning: float


class Graph(NamedTuple):
    """A log that answers: a session of the driver, the process id of its Neo4j, and its counts."""

    log: Log
    session: Session
    java: int
    requests: int
    requesters: int

    def ask(self, text: str, parameters: dict[str, Any]) -> float:
        """Milliseconds of one answer."""
        started = perf_counter()
        self.session.run(text, parameters).consume()
        return 1000 * (perf_counter() - started)

    @property
    def cpu(self) -> float:
        """Milliseconds of CPU so far."""
        return 1000 * cpu_s(self.java)


def marquee(console: Console) -> list[Row]:
    """A row for each log."""
    with TemporaryDirectory() as folder, ExitStack() as stack:
        filled = Path(folder) / "filled"
        fill_home(filled, console)
        graphs = []
        for number, log in enumerate(LOGS):
            settings = copy_home(filled, Path(folder) / str(number))
            graphs.append(stack.enter_context(_graph(log, settings)))
        return _measured(graphs)


@contextmanager
def _graph(log: Log, settings: Settings) -> Iterator[Graph]:
    with started(settings) as neo4j, connected(settings) as made:
        made.run(evidence.make(made.database, *log))
        access = neo4j.access
        with (
            GraphDatabase.driver(
                access.uri, auth=(access.username, access.password), notifications_min_severity="OFF"
            ) as driver,
            driver.session(
                database=access.database, default_access_mode=READ_ACCESS, fetch_size=-1
            ) as session,
        ):
            counts = session.run(COUNTS).single(strict=True)
            yield Graph(log, session, neo4j.java, counts["requests"], counts["requesters"])


def _measured(graphs: list[Graph]) -> list[Row]:
    keys = [record["key"] for record in graphs[0].session.run(KEYS)]
    text, questions = _planned([ASKING, *random.Random(1).sample(keys, OTHERS)])
    firsts: dict[Log, list[float]] = {graph.log: [] for graph in graphs}
    times: dict[Log, list[float]] = {graph.log: [] for graph in graphs}
    cpu = dict.fromkeys(times, 0.0)
    for number in range(WARM_UP + ROUNDS):
        for graph in graphs:
            for parameters in questions:
                first = graph.ask(text, parameters)
                before = graph.cpu
                again = graph.ask(text, parameters)
                if number >= WARM_UP:
                    firsts[graph.log].append(first)
                    times[graph.log].append(again)
                    cpu[graph.log] += graph.cpu - before
    base = median(times[BASE])
    return [
        Row(
            graph.requests,
            graph.requesters,
            median(firsts[graph.log]),
            median(found),
            quantiles(found, n=20)[-1],
            median(found) / base,
            cpu[graph.log] / len(found),
            round(median(_hits(graph, text, parameters) for parameters in questions)),
            median(_planning(graph, text, questions[0]) for _ in range(PLANNINGS)),
        )
        for graph, found in ((graph, times[graph.log]) for graph in graphs)
    ]


def _planned(keys: list[str]) -> tuple[str, list[dict[str, Any]]]:
    """The statement that the planner writes for the document of the front page, and what each asks with."""
    document = default_query(STAFF)
    executor = Executor(MODEL, None, Settings())  # type: ignore[arg-type]
    texts, parameters = set(), []
    for key in keys:
        operation = executor.operation(document.replace(ASKING, key), None)
        plan, bound = executor.plan(operation, operation.variables.coerced({}))
        assert plan.statement is not None
        texts.add(plan.statement.text)
        parameters.append(dict(bound.parameters))
    [text] = texts
    return text, parameters


def _hits(graph: Graph, text: str, parameters: dict[str, Any]) -> int:
    profiled = text.replace("CYPHER 25", "CYPHER 25 PROFILE", 1)
    profile = graph.session.run(profiled, parameters).consume().profile
    assert profile is not None
    return all_hits(profile)


def _planning(graph: Graph, text: str, parameters: dict[str, Any]) -> float:
    graph.session.run("CALL db.clearQueryCaches()").consume()
    before = graph.cpu
    graph.session.run(text.replace("CYPHER 25", "CYPHER 25 EXPLAIN", 1), parameters).consume()
    return graph.cpu - before
