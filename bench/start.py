"""The second `make up`, in turn with a bare boot of the same Neo4j on the same home.

Both end with an answer over the door that their users have: Bolt there, GraphQL here.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter, sleep
from typing import Final, NamedTuple

import httpx
from neo4j import GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError
from rich.console import Console

from bench.homes import copy_home, fill_home, started
from bench.servers import logged
from graph.embedded.artifacts import Artifacts
from graph.embedded.command import MAIN_CLASS, neo4j_environment
from graph.embedded.home import Home
from graph.embedded.java import bundled, find_java
from graph.embedded.training import make as make_cache
from graph.settings import PREFIX, Settings
from graph.viewer import STAFF
from schema.server.pages.default_query import default_query

ROUNDS: Final = 5
PATIENCE_S: Final = 120
ADDRESS: Final = re.compile(r"GraphQL +(http://\S+/graphql)")
SIMPLE: Final = "{ sites { totalCount } }"
OPENS: Final = ("java.base/java.nio", "java.base/java.io", "java.base/sun.nio.ch")
"""What the script of Neo4j's own distribution opens to it."""


class Row(NamedTuple):
    """Medians, in seconds from the start of the command: `bare` is Neo4j's first answer over Bolt.

    `ready` is the line of `up`, `simple` the answer to SIMPLE asked at once, and `recommendation` that to
    GraphiQL's default query asked after that.
    """

    rounds: int
    bare: float
    ready: float
    simple: float
    recommendation: float


def start(console: Console, rounds: int = ROUNDS) -> Row:
    """Fills a home, makes Java's cache as the first `make up` does, then measures in turn."""
    with tempfile.TemporaryDirectory() as folder:
        filled, home = Path(folder) / "filled", Path(folder) / "home"
        fill_home(filled, console)
        settings = copy_home(filled, home)
        make_cache(settings.cache, find_java(bundled()), settings.heap_mb)
        with started(settings) as graph:  # which writes the configuration of its home
            uri, password = graph.access.uri, graph.access.password
        found = []
        for number in range(rounds):
            with console.status(f"Starting, {number + 1} of {rounds} …"):
                found.append((_bare(settings, uri, password), *_up(home)))
    return Row(rounds, *(median(times) for times in zip(*found, strict=True)))


def _bare(settings: Settings, uri: str, password: str) -> float:
    java, artifacts, home = find_java(bundled()), Artifacts(settings.cache), Home(settings.home)
    opens = [f"--add-opens={name}=ALL-UNNAMED" for name in OPENS]
    command: list[Path | str] = [java.path, *opens, "-cp", artifacts.class_path(), MAIN_CLASS]
    command += [f"--home-dir={home.root}", f"--config-dir={home.conf}", "--console-mode"]
    began = perf_counter()
    with (
        logged(command, home.root / "bare.log", artifacts.folder, neo4j_environment(java)),
        GraphDatabase.driver(uri, auth=("neo4j", password), max_transaction_retry_time=0) as driver,
    ):
        while True:
            try:
                driver.execute_query("RETURN 1", database_="neo4j")
                return perf_counter() - began
            except (DriverError, Neo4jError):
                assert perf_counter() - began < PATIENCE_S
                sleep(0.05)


def _up(home: Path) -> tuple[float, float, float]:
    log = home / "up.log"
    environment = os.environ | {
        f"{PREFIX}HOME": str(home),
        f"{PREFIX}BOLT_PORT": "0",
        f"{PREFIX}DEADLINE_S": str(PATIENCE_S),
        "PORT": "0",
        "COLUMNS": "200",
    }
    command: list[Path | str] = [Path(sys.executable).with_name("learning-sites"), "up"]
    began = perf_counter()
    with logged(command, log, home, environment):
        while (address := ADDRESS.search(log.read_text())) is None:
            assert perf_counter() - began < PATIENCE_S, log.read_text()
            sleep(0.02)
        ready = perf_counter() - began
        _ask(address[1], SIMPLE)
        simple = perf_counter() - began
        _ask(address[1], default_query(STAFF))
        return ready, simple, perf_counter() - began


def _ask(url: str, query: str) -> None:
    """Returns once it is answered without an error."""
    answer = httpx.post(url, json={"query": query}, timeout=PATIENCE_S).json()
    assert "errors" not in answer, answer
