"""A graph with reference data and without requests, that the tests of this folder may write into."""

from __future__ import annotations

import hashlib
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import orjson
import pytest
from request_files import write_jsonl

from graph.access import access_to
from graph.database import Database
from graph.deadline import Deadline
from graph.embedded import EmbeddedServer
from graph.settings import Settings
from graph.statements import Statement
from loaders.bundled.jurisdictions import read_jurisdictions
from loaders.bundled.resolver import bundled_resolver
from loaders.bundled.sample import remove_synthetic
from loaders.generate import GenerateArguments, write
from loaders.own_jurisdictions import read_own_jurisdictions
from loaders.pipeline.load_file import load_file
from loaders.pipeline.load_options import LoadOptions
from loaders.pipeline.load_report import LoadReport
from loaders.pipeline.source import Source
from loaders.resolver.resolver import Resolver

CONTENT = Statement(
    "content",
    """CYPHER 25
    CALL () {  // but for the random number of a request, and the run that wrote it
      MATCH (n:Request|SiteMonth) RETURN n.key AS key, n {.*, recordKey: null, loadRun: null} AS properties,
        COLLECT { MATCH (n)-[r]->(m) RETURN type(r) + ' ' + m.key ORDER BY type(r), m.key } AS related
    UNION ALL
      MATCH (n:Requester) RETURN n.key AS key, n {.firstAnswered} AS properties, [] AS related
    }
    WITH key, properties, related WHERE properties.matched IS NULL OR properties.matched > 0
    RETURN key, properties, related ORDER BY key, related""",
)

FORGET = Statement(
    "forget",
    """CYPHER 25 MATCH (n:Jurisdiction|Tombstone) WHERE n.key =~ 'us-[a-z]+:test-.*' DETACH DELETE n""",
)

Checksum = Callable[[Database], Awaitable[str]]


@pytest.fixture(scope="session")
def restart(own: EmbeddedServer, own_settings: Settings) -> Iterator[Callable[[], None]]:
    """Starts the server again, on its port, after a test has killed it."""
    same_port = own_settings.model_copy(update={"bolt_port": own.bolt_port})
    with ExitStack() as started:

        def start() -> None:
            own.stop()  # of what was killed only the guardian is left, if that
            started.close()
            started.enter_context(EmbeddedServer.start(same_port, train=False))

        yield start


@pytest.fixture(scope="session")
async def graph(own: EmbeddedServer, own_settings: Settings) -> AsyncIterator[Database]:
    """The graph, without any request."""
    async with Database.open(access_to(own_settings, own), own_settings) as database:
        await remove_synthetic(database)
        yield database


@pytest.fixture
async def empty(graph: Database) -> AsyncIterator[Database]:
    """The graph, from which the test's requests are taken again."""
    yield graph
    await remove_synthetic(graph)


@pytest.fixture
async def own_nodes(empty: Database) -> AsyncIterator[Database]:
    """The graph, from which the jurisdictions that the test's files made are taken again."""
    yield empty
    await empty.execute(FORGET, {}, Deadline.after(60))


@pytest.fixture
def own_resolver() -> Callable[[Database], Awaitable[Resolver]]:
    """Makes the resolver of a load that begins now, for the states of what files have made."""

    async def of(graph: Database) -> Resolver:
        own = await read_own_jurisdictions(graph, Deadline.after(60))
        states = {state for one in own for state in one.states}
        return bundled_resolver(
            jurisdictions=[one for one in read_jurisdictions() if one.state in states], own=own
        )

    return of


@pytest.fixture
def take(graph: Database, tmp_path: Path) -> Callable[..., Awaitable[LoadReport]]:
    """Loads rows of a source as one file."""

    async def take(
        source: Source, *rows: dict[str, Any], name: str = "file.jsonl", **options: Any
    ) -> LoadReport:
        path = write_jsonl(tmp_path / name, rows)
        return await load_file(graph, source, path, LoadOptions(quarantine=tmp_path / "aside", **options))

    return take


@pytest.fixture(scope="session")
def log_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """Makes a log of so many synthetic requests."""

    def make(requests: int) -> Path:
        path = tmp_path_factory.mktemp("logs") / f"{requests}.jsonl"
        write(path, GenerateArguments(seed=5, requests=requests))
        return path

    return make


@pytest.fixture(scope="session")
def checksum() -> Checksum:
    """A hash of all that requests make of the graph."""

    async def of(database: Database) -> str:
        records = await database.read(CONTENT, {}, Deadline.after(60))
        rows = [list(record.values()) for record in records]
        return hashlib.sha256(orjson.dumps(rows, option=orjson.OPT_SORT_KEYS, default=str)).hexdigest()

    return of


@pytest.fixture(scope="session")
def child_environment() -> Callable[[EmbeddedServer], dict[str, str]]:
    """What a child process needs to write into a server."""

    def of(server: EmbeddedServer) -> dict[str, str]:
        return os.environ | {
            "NEO4J_URI": server.bolt_uri,
            "NEO4J_USERNAME": server.username,
            "NEO4J_PASSWORD": server.password,
            "PYTHONPATH": str(Path(__file__).parents[2]),
        }

    return of
