"""This service beside what a team would choose instead, over one Neo4j, in interleaved rounds.

First all contenders answer every question, and the values must be equal. Then each round asks every contender
every class of questions, over one connection and over sixteen; a round begins with the next contender. Writes
come last, because they change what is read.
"""

from __future__ import annotations

import os
from collections import defaultdict
from datetime import date
from importlib.metadata import version
from itertools import count, zip_longest
from platform import python_version
from time import monotonic, sleep
from typing import Any, Final

import httpx
import orjson
from rich.console import Console

from bench.homes import Neo4j
from bench.peers.classes import QueryClass, classes
from bench.peers.contenders import Contender, contenders
from bench.peers.dialects import Dialect, Question
from bench.peers.neo4j_graphql import FOLDER
from bench.peers.records import ROWS, batches, written
from bench.peers.values import values
from bench.processor import resident_mib
from bench.runs import RunFailed, run
from cli.session import Session
from graph.embedded.artifacts import version as neo4j_version

SECONDS: Final = 720.0
"""Of the rounds that read: with the start before them and the writes after them less than 20 minutes."""
ALONE: Final = 1
TOGETHER: Final = 16
LENGTH_S: Final = {ALONE: 0.4, TOGETHER: 0.8}
WARM_UP_S: Final = 1.5
NEW_PER_S: Final = 800
"""More documents than any contender reads in a second."""
WRITES: Final = f"writes, {ROWS} a request"
WRITE_ROUNDS: Final = 2
WRITE_S: Final = {ALONE: 1.0, TOGETHER: 2.0}
BATCHES_PER_S: Final = 40
RETRIES_S: Final = 30
"""After a run that failed: so long its server may go on with what nobody waits for (the drivers' default)."""
PYTHON_PACKAGES: Final = (
    "neo4j",
    "neo4j-rust-ext",
    "strawberry-graphql",
    "graphql-core",
    "starlette",
    "uvicorn",
)
NUMBERS: Final = count(1)

Runs = dict[str, dict[str, dict[str, list[Any]]]]
"""By class, contender and connections: a run of each round, or null if it failed."""


class Measurement:
    """One measurement of all contenders; `found` is what becomes JSON."""

    def __init__(self, neo4j: Neo4j, session: Session, console: Console) -> None:
        self._neo4j, self._session, self._console = neo4j, session, console
        self._runs: Runs = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
        self._failures: list[str] = []

    def found(self, seconds: float) -> dict[str, Any]:
        """Everything that was measured: see docs/peers.json. Raises AssertionError if values differ."""
        with contenders(self._neo4j.access) as all_contenders:
            began = os.getloadavg()[0]
            start = {each.name: resident_mib(each.server.pid) for each in all_contenders}
            reads = classes(all_contenders[0].server.url)
            for each in reads:
                self._console.print(f"comparing values and warming up: {each.name}", highlight=False)
                _assert_equal(each, all_contenders)
                self._warm_up(each, all_contenders)
            rounds = self._read(reads, all_contenders, seconds)
            self._write([each for each in all_contenders if _writes(each)])
            end = {each.name: resident_mib(each.server.pid) for each in all_contenders}
            return {
                "date": date.today().isoformat(),  # noqa: DTZ011 - the day where it runs
                "cores": os.cpu_count(),
                "load": [began, os.getloadavg()[0]],
                "rounds": rounds,
                "versions": _versions(),
                "memory": {name: [start[name], end[name]] for name in start},
                "neo4jMemory": resident_mib(self._neo4j.java),
                "failures": self._failures,
                "runs": self._runs,
            }

    def _warm_up(self, each: QueryClass, all_contenders: list[Contender]) -> None:
        for contender in _asked(each, all_contenders):
            self._run(each.name, contender, TOGETHER, WARM_UP_S, _bodies(each, contender), once=each.new)

    def _read(self, reads: list[QueryClass], all_contenders: list[Contender], seconds: float) -> int:
        """All rounds that fit, at least one; their number."""
        started = monotonic()
        for done in count(1):
            for each in reads:
                for contender in _turned(_asked(each, all_contenders), done):
                    for connections, length in LENGTH_S.items():
                        bodies = _bodies(each, contender)
                        made = self._run(each.name, contender, connections, length, bodies, once=each.new)
                        self._runs[each.name][contender.name][str(connections)].append(made)
            took = monotonic() - started
            self._console.print(f"round {done}: {took:.0f} of {seconds:.0f} s", highlight=False)
            if took + took / done > seconds:
                return done
        raise AssertionError

    def _write(self, writers: list[Contender]) -> None:
        sample = [self._sample(contender) for contender in writers]
        assert all(each == sample[0] for each in sample), "the contenders write differently"
        for done in range(WRITE_ROUNDS):
            for contender in _turned(writers, done):
                for connections, length in WRITE_S.items():
                    name = f"bench-{next(NUMBERS)}"
                    bodies = batches(contender.dialect, name, round(length * BATCHES_PER_S))
                    made = self._run(WRITES, contender, connections, length, bodies, once=True)
                    self._runs[WRITES][contender.name][str(connections)].append(made)
            self._console.print(f"writes: round {done + 1} of {WRITE_ROUNDS}", highlight=False)

    def _sample(self, contender: Contender) -> list[Any]:
        """What the graph has of one batch that a contender wrote."""
        name = f"bench-sample-{next(NUMBERS)}"
        _data(contender, batches(contender.dialect, name, 1)[0])
        rows = self._session.run(written(self._session.database, name))
        assert rows, f"{contender.name} wrote nothing"
        return rows

    def _run(
        self,
        what: str,
        contender: Contender,
        connections: int,
        seconds: float,
        bodies: list[bytes],
        *,
        once: bool,
    ) -> dict[str, Any] | None:
        try:
            made = run(contender.server, bodies, connections, seconds, self._neo4j.java, once=once)
        except RunFailed as error:
            self._failures.append(f"{what}, {contender.name}, {connections}: {error}")
            self._console.print(self._failures[-1], highlight=False, markup=False)
            sleep(RETRIES_S)
            return None
        return made._asdict()


def _asked(each: QueryClass, all_contenders: list[Contender]) -> list[Contender]:
    """The contenders that can answer a class; those that cache only where that is measured."""
    return [
        contender
        for contender in all_contenders
        if (each.cacheable or not contender.cached)
        and not (each.new and contender.dialect is Dialect.BARE)  # it reads no document
        and all(question.body(contender.dialect) is not None for question in each.questions)
    ]


def _bodies(each: QueryClass, contender: Contender) -> list[bytes]:
    if not each.new:
        return [body for question in each.questions if (body := question.body(contender.dialect))]
    [question] = each.questions
    numbers = (next(NUMBERS) for _ in range(round(max(LENGTH_S.values()) * NEW_PER_S)))
    return [body for number in numbers if (body := question.body(contender.dialect, number))]


def _assert_equal(each: QueryClass, all_contenders: list[Contender]) -> None:
    first, *others = _asked(each, all_contenders)
    for question in each.questions:
        expected = _values(first, question)
        assert expected, f"{question} has an empty answer"
        for other in others:
            for place, (own, its) in enumerate(zip_longest(expected, _values(other, question))):
                assert own == its, f"{question}, {other.name}: value {place} is {its!r} and not {own!r}"


def _values(contender: Contender, question: Question) -> list[object]:
    body = question.body(contender.dialect)
    assert body is not None
    return list(values(_data(contender, body)))


def _data(contender: Contender, body: bytes) -> Any:
    headers = {"content-type": "application/json"}
    answer = httpx.post(contender.server.url, content=body, headers=headers, timeout=120)
    found = orjson.loads(answer.content)
    assert not found.get("errors"), f"{contender.name}: {found['errors']}"
    return found["data"]


def _writes(contender: Contender) -> bool:
    return not contender.cached and contender.dialect is not Dialect.BARE


def _turned(each: list[Contender], by: int) -> list[Contender]:
    return each[by % len(each) :] + each[: by % len(each)]


def _versions() -> dict[str, str]:
    """Of what runs, by package."""
    locked = orjson.loads((FOLDER / "package.json").read_bytes())["dependencies"]
    packages = {name: version(name) for name in PYTHON_PACKAGES}
    return {"Neo4j": neo4j_version(), "Python": python_version(), **packages, **locked}
