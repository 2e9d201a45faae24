"""One real Neo4j for the whole run, filled with the reference data and the sample of requests.

Of the lists of similar jurisdictions it has those of all but most places: the others take half a minute.
Where the user has no AOT cache it is made meanwhile: the run starts Neo4j some thirty times.
Tests read it freely. A test that writes uses keys of its own (`key_prefix`) and takes them away again.
"""

from __future__ import annotations

import logging
import shutil
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
import uvicorn
from rich.console import Console

from cli.contents import bring_migrations, bring_sample
from cli.ports import ports
from cli.session import access_to, connected
from graph.access import Access
from graph.database import Database
from graph.deadline import Deadline
from graph.embedded import EmbeddedServer
from graph.settings import Settings
from graph.statements import Statement
from loaders.peers import build
from loaders.peers_plan import plan
from loaders.runs import load, stamp_reference
from loaders.shipped import REFERENCE
from schema.model import MODEL
from schema.planner.executor import Executor
from schema.server.app import create_app

LAWRENCE = "us-place:4274277"
CLEAN_UP = Statement("clean-up", "CYPHER 25 MATCH (n) WHERE n.key STARTS WITH $prefix DETACH DELETE n")


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A home of its own and free ports; downloads and AOT cache are the user's."""
    return Settings(home=tmp_path_factory.mktemp("home"), bolt_port=0, port=0, deadline_s=60.0)


@pytest.fixture(scope="session")
def neo4j_server(settings: Settings) -> Iterator[EmbeddedServer]:
    """The real Neo4j, with nothing in it but what `make up` would load."""
    with EmbeddedServer.start(settings) as server:
        with connected(settings) as session:
            session.run(fill(session.database))
        yield server


async def fill(database: Database) -> None:
    """As `make up` does it, but for most lists of places."""
    quiet = Console(quiet=True)
    await bring_migrations(database, quiet)
    for source in REFERENCE:
        await load(database, source)
    whole = await plan(database)
    keys = whole.similarity.keys
    some = [
        r for r in whole.rows if not keys[r].startswith("us-place:") or keys[r] == LAWRENCE or r % 50 == 0
    ]
    await build(database, replace(whole, rows=some))
    await stamp_reference(database, Deadline.after(30))
    await bring_sample(database, quiet)


@pytest.fixture(scope="session")
def access(settings: Settings, neo4j_server: EmbeddedServer) -> Access:
    """Where it answers."""
    return access_to(settings, neo4j_server)


@pytest.fixture(scope="session")
def copy_home(neo4j_server: EmbeddedServer) -> Callable[[Path], Path]:
    """Makes a folder the home of a second, equal graph, for a test that stops, kills or empties its own."""

    def copy(home: Path) -> Path:
        # The log before the stores: pages that are written meanwhile are newer than it, as after a crash.
        for folder in ("transactions", "databases"):
            shutil.copytree(neo4j_server.home / "data" / folder, home / "data" / folder)
        for file in ("password", "data/server_id"):
            shutil.copy2(neo4j_server.home / file, home / file)
        return home

    return copy


@pytest.fixture(scope="session")
async def database(access: Access, settings: Settings) -> AsyncIterator[Database]:
    """An open Database over it."""
    async with Database.open(access, settings) as opened:
        yield opened


@pytest.fixture(scope="session")
def executor(database: Database, settings: Settings) -> Executor:
    """Answers GraphQL operations from it."""
    return Executor(MODEL, database, settings)


@pytest.fixture(scope="session")
def service(settings: Settings, access: Access) -> Iterator[str]:
    """The address of the whole HTTP service over it, in a thread: for clients that are other programs."""
    server = uvicorn.Server(uvicorn.Config(create_app(settings, access, ports), port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, name="service")
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the service did not start"
            time.sleep(0.01)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture
async def key_prefix(database: Database) -> AsyncIterator[str]:
    """A prefix for the keys of one test's nodes; they are deleted when it ends."""
    prefix = f"test-{uuid4().hex[:10]}:"
    yield prefix
    await database.write(CLEAN_UP, {"prefix": prefix}, Deadline.after(30))


@pytest.fixture
def bolt_requests(caplog: pytest.LogCaptureFixture) -> Iterator[list[str]]:
    """Every RUN message that the driver sends while the test lasts: what Neo4j was really asked."""
    heard: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            message = record.getMessage()
            if "C: RUN" in message:
                heard.append(message)

    driver, ear = logging.getLogger("neo4j.io"), Ear(logging.DEBUG)
    before, propagate = driver.level, driver.propagate
    driver.addHandler(ear)
    driver.setLevel(logging.DEBUG)
    driver.propagate = False
    try:
        yield heard
    finally:
        driver.removeHandler(ear)
        driver.setLevel(before)
        driver.propagate = propagate
