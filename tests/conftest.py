"""One real Neo4j for the whole run, with all that the first `learning-sites up` makes.

Workers of one run (`-n 3`) share the first `up` and have a Neo4j of their own. Where the code
that fills a graph is the same as in an earlier run, the home of that run is copied (`filled_home.py`).
Tests read it freely. A test that writes uses keys of its own (`key_prefix`) and takes them away again.
"""

from __future__ import annotations

import logging
import socket
import threading
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import hypothesis
import pytest
from filled_home import FilledHome, cached
from first_up import FirstUp, run_once, train
from node_counts import NodeCounts
from service_thread import in_a_thread
from work_units import WorkUnits, unit_of

from cli.mutations import ports
from graph.access import Access, access_to
from graph.database import Database
from graph.deadline import Deadline
from graph.embedded import EmbeddedServer
from graph.settings import Settings
from graph.statements import Statement
from schema.model import MODEL
from schema.planner.run.executor import Executor
from schema.server.app import create_app
from schema.server.warmup import WORK

# Machines are shared: how quickly Hypothesis draws an input says nothing about the code.
hypothesis.settings.register_profile(
    "shared machine", suppress_health_check=[hypothesis.HealthCheck.too_slow], deadline=None
)
hypothesis.settings.load_profile("shared machine")

WARM_UP = f"'work': '{WORK}'"
COUNTS = pytest.StashKey[NodeCounts]()
CLEAN_UP = Statement("clean-up", "CYPHER 25 MATCH (n) WHERE n.key STARTS WITH $prefix DETACH DELETE n")


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A home of its own and free ports; downloads and AOT cache are the user's.

    Cached responses do not age: by default one of a minute ago is made anew.
    """
    return Settings(
        home=tmp_path_factory.mktemp("home"),
        bolt_port=0,
        port=0,
        heap_mb=1024,
        deadline_s=60.0,
        cache_max_staleness_s=1e9,
    )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> WorkUnits | None:
    """Of `--dist loadfile`; the others are those of pytest-xdist."""
    return WorkUnits(config, log) if config.getoption("dist") == "loadfile" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks tests that need a Neo4j.

    The largest units come first, so that the workers end together; but while `up` makes the graph, those
    that do without. A file that kills a shared Neo4j comes last: what Java has compiled until then is lost.
    """
    filled = cached() is not None
    waits, last, sizes = set[str](), set[Path](), Counter[str]()
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if needs_graph(item) or "start_neo4j" in fixtures or item.path.parent.name == "embedded":
            item.add_marker("neo4j")
        if needs_graph(item) and not filled:
            waits.add(unit_of(item.nodeid))
        if "restart" in fixtures:
            last.add(item.path)
        sizes[unit_of(item.nodeid)] += 1

    def turn(item: pytest.Item) -> tuple[bool, bool, int]:
        unit = unit_of(item.nodeid)
        return unit in waits, item.path in last, -sizes[unit]

    items.sort(key=turn)


def needs_graph(item: pytest.Item) -> bool:
    return needs_first_up(item) or "filled_home" in getattr(item, "fixturenames", ())


def needs_first_up(item: pytest.Item) -> bool:
    return "first_up" in getattr(item, "fixturenames", ())


@pytest.fixture(scope="session", autouse=True)
def coming_up(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Future[FirstUp] | None]:
    """The first `up`, begun where a test is of it or none has filled a home yet, and then the AOT cache."""
    items = request.session.items
    if not (any(map(needs_first_up, items)) or (any(map(needs_graph, items)) and cached() is None)):
        yield None
        return
    with ThreadPoolExecutor(1, "first-up") as thread:
        # Here and not in the thread: made by two threads at once there would be two of them.
        base = tmp_path_factory.getbasetemp()
        begun = thread.submit(run_once, base)
        thread.submit(train)  # not beside it: all others wait for `up`
        yield begun


@pytest.fixture(scope="session")
def first_up(coming_up: Future[FirstUp]) -> FirstUp:
    """The first `up` of the run, on an empty home."""
    return coming_up.result()


@pytest.fixture(scope="session")
def filled_home(coming_up: Future[FirstUp] | None) -> FilledHome:
    """A home with all that `make up` loads, to copy."""
    home = cached()
    if home is None:
        assert coming_up is not None
        coming_up.result()
        home = cached()
        assert home is not None
    return home


@pytest.fixture(scope="session")
def start_neo4j() -> Callable[..., EmbeddedServer]:
    """Starts a Neo4j of a test's own; a test that asks for it gets the mark `neo4j`."""
    return partial(EmbeddedServer.start, train=False)


@pytest.fixture(scope="session")
def neo4j_server(
    request: pytest.FixtureRequest,
    settings: Settings,
    app_port: int,
    filled_home: FilledHome,
    start_neo4j: Callable[..., EmbeddedServer],
) -> Iterator[EmbeddedServer]:
    """The real Neo4j, with nothing in it but what `make up` loads."""
    filled_home.copy_to(settings.home)
    with (
        start_neo4j(settings, app_url=f"http://127.0.0.1:{app_port}") as server,
        NodeCounts.of(access_to(settings, server)) as counts,
    ):
        request.config.stash[COUNTS] = counts
        yield server
        del request.config.stash[COUNTS]


@pytest.fixture(scope="module", autouse=True)
def leaves_the_graph_as_it_was(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails the last test of a file that added nodes to the worker's graph, or deleted some."""
    yield
    counts = request.config.stash.get(COUNTS, None)
    assert counts is None or not (changed := counts.changed()), changed


@pytest.fixture(scope="session")
def app_port() -> int:
    """A free port, for a service that the browser of a test opens."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def blank_neo4j(
    app_port: int,
    settings: Settings,
    tmp_path_factory: pytest.TempPathFactory,
    start_neo4j: Callable[..., EmbeddedServer],
) -> Iterator[EmbeddedServer]:
    """A Neo4j without data, for files that need a graph of their own; each deletes what it made."""
    blank = settings.model_copy(update={"home": tmp_path_factory.mktemp("blank")})
    with start_neo4j(blank, app_url=f"http://127.0.0.1:{app_port}") as server:
        yield server


@pytest.fixture(scope="session")
def own_settings(
    settings: Settings, filled_home: FilledHome, tmp_path_factory: pytest.TempPathFactory
) -> Settings:
    """A home with a copy of the graph, for the loaders and for the commands that load."""
    home = filled_home.copy_to(tmp_path_factory.mktemp("own") / "home")
    return settings.model_copy(update={"home": home})


@pytest.fixture(scope="session")
def own(own_settings: Settings, start_neo4j: Callable[..., EmbeddedServer]) -> Iterator[EmbeddedServer]:
    """The server on it."""
    with start_neo4j(own_settings) as server:
        yield server


@pytest.fixture(scope="session")
def access(settings: Settings, neo4j_server: EmbeddedServer) -> Access:
    """Where it answers."""
    return access_to(settings, neo4j_server)


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
    with in_a_thread(create_app(settings, access, ports)) as address:
        yield address


@pytest.fixture
async def key_prefix(database: Database) -> AsyncIterator[str]:
    """A prefix for the keys of one test's nodes; they are deleted when it ends."""
    prefix = f"test-{uuid4().hex[:10]}:"
    yield prefix
    await database.write(CLEAN_UP, {"prefix": prefix}, Deadline.after(30))


@pytest.fixture
def bolt_requests() -> Iterator[list[str]]:
    """Every RUN message that the test's thread sends while it lasts: what Neo4j was really asked.

    A service in another thread does not count, nor the warm-up of one in this thread.
    """
    with _listening(lambda message: WARM_UP not in message) as heard:
        yield heard


@pytest.fixture
def warm_up_requests() -> Iterator[list[str]]:
    """The RUN messages of warm-ups in the test's thread."""
    with _listening(lambda message: WARM_UP in message) as heard:
        yield heard


@contextmanager
def _listening(wanted: Callable[[str], bool]) -> Iterator[list[str]]:
    heard: list[str] = []
    own = threading.get_ident()

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            message = record.getMessage()
            if record.thread == own and "C: RUN" in message and wanted(message):
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
