"""Checks of a running database: version, clock, migrations, data, indexes, lists of similar places."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from typing import Final

from cli.checks.findings import Finding, fail, ok, warn
from graph.database import Database
from graph.deadline import Deadline
from graph.embedded.artifacts import version
from graph.errors import GraphError, MigrationError, StatementFailed
from graph.migrations import pending
from graph.statements import statement
from loaders.adjacency import Adjacency
from loaders.bundled.stamp import reference_is_current
from loaders.similarity.features import Features
from loaders.similarity.nearest_neighbors import NearestNeighbors
from loaders.similarity.rebuild_plan import STATE
from loaders.similarity.stamps import stamps

SERVER = statement("graph/server")
DATA = statement("graph/data_present")
INDEXES = statement("graph/indexes")

CHECK_S: Final = 60.0
CLOCK_WARN_S: Final = 2.0
CLOCK_FAIL_S: Final = 60.0
OLDEST: Final = "Neo4j 2025.06, the first with Cypher 25"


async def check_graph(database: Database) -> AsyncIterator[Finding]:
    """All checks of a database; one that it does not answer ends them."""
    try:
        yield await _server(database)
        yield await _clock(database)
        if (found := await _migrations(database)).state != "ok":
            yield found
            return
        yield found
        yield await _data(database)
        yield await _indexes(database)
        yield await _lists(database)
    except StatementFailed as error:
        yield fail("database", f"{error}", f"use {OLDEST}, or a newer one")
    except GraphError as error:
        yield fail("database", f"{error.code}: {error}", "see docs/operations.md, Faults")


async def _server(database: Database) -> Finding:
    found = (await database.read(SERVER, {}, _deadline()))[0]
    what = f"Neo4j {found['version']} {found['edition']} answers"
    if int(found["version"].split(".")[0]) < int(version().split(".")[0]):
        return warn("database", f"{what}; tested with {version()}", "upgrade that server")
    return ok("database", what)


async def _clock(database: Database) -> Finding:
    """The clock of the server, beside the middle of the call that reads it."""
    before = time.time()
    found = (await database.read(SERVER, {}, _deadline()))[0]
    apart = abs(found["clock"] / 1000 - (before + time.time()) / 2) - (time.time() - before) / 2
    what = f"the clocks of this machine and of the database are {max(apart, 0):.1f} s apart"
    remedy = "set both by a time server (NTP): leases of loaders and times of runs depend on them"
    if apart > CLOCK_FAIL_S:
        return fail("clock", what, remedy)
    return warn("clock", what, remedy) if apart > CLOCK_WARN_S else ok("clock", what)


async def _migrations(database: Database) -> Finding:
    try:
        todo = await pending(database, _deadline())
    except MigrationError as error:
        return fail("migrations", str(error), "run the version of the program that this graph is of")
    if todo:
        names = ", ".join(each.name for each in todo)
        return fail("migrations", f"not applied: {names}", "learning-sites migrate")
    return ok("migrations", "all are applied")


async def _data(database: Database) -> Finding:
    if not (await database.read(DATA, {}, _deadline()))[0]["present"]:
        return fail("data", "no sites or no jurisdictions", "learning-sites load reference")
    if not await reference_is_current(database, _deadline()):
        return warn(
            "data", "the reference data are not those of this version", "learning-sites load reference"
        )
    return ok("data", "the reference data are those of this version")


async def _indexes(database: Database) -> Finding:
    waiting = {each["name"]: each["state"] for each in await database.read(INDEXES, {}, _deadline())}
    failed = [name for name, state in waiting.items() if state == "FAILED"]
    if failed:
        return fail("indexes", f"failed: {', '.join(failed)}", "restore a backup, or load into a new home")
    if waiting:
        return warn(
            "indexes", f"being built: {', '.join(waiting)}", "wait; searches lack some nodes until then"
        )
    return ok("indexes", "all are online")


async def _lists(database: Database) -> Finding:
    """Lists whose features have changed since they were computed; all of them when relationships are lost."""
    state = (await database.read(STATE, {}, _deadline()))[0]
    if not (everything := [Features.of(each) for each in state["jurisdictions"]]):
        return ok("similar places", "no jurisdictions, no lists")
    adjacency = Adjacency(state["adjacency"])
    found = stamps(everything, adjacency, NearestNeighbors(everything, adjacency).formula)
    stored = {key: features for key, features, *_ in state["lists"]}
    is_complete = state["recorded"][1] == state["edges"]
    outdated = sum(not is_complete or stored.get(key) != stamp for key, stamp in found.items())
    if outdated:
        return warn("similar places", f"{outdated:,} lists are out of date", "learning-sites similarity")
    return ok("similar places", "all lists are current")


def _deadline() -> Deadline:
    return Deadline.after(CHECK_S)
