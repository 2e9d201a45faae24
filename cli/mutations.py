"""The ports: what mutations and look-ups of names do, the only place where schema and loaders meet."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from cli.name_lookup import NameLookup
from graph.data_version import DataVersion
from graph.database import Database
from graph.deadline import Deadline
from graph.settings import Settings
from graph.viewer import Viewer
from loaders.sources.requests.record import is_named, record_requests, update_request
from schema.planner.run.executor import Port
from schema.types import recording


def ports(database: Database, data_version: DataVersion, settings: Settings) -> Mapping[str, Port]:
    """The ports; `Executor` lets only callers use those of mutations whose role may write."""
    names = NameLookup(database, settings)
    # Writers take turns in the graph; a writer that waits here holds no connection.
    turn = asyncio.Lock()

    @asynccontextmanager
    async def writing() -> AsyncIterator[None]:
        try:
            async with turn:
                yield
        finally:
            data_version.invalidate()  # also after a failure: the commit may have arrived

    async def record(arguments: Mapping[str, Any], deadline: Deadline, _: Viewer) -> Mapping[str, Any]:
        rows = [recording.row(each) for each in arguments["input"]["requests"]]
        # None of them may name a jurisdiction: then no resolver is made.
        resolver = await names.resolver(deadline) if any(map(is_named, rows)) else None
        async with writing():
            return recording.recorded(await record_requests(database, rows, deadline, resolver))

    async def update(arguments: Mapping[str, Any], deadline: Deadline, viewer: Viewer) -> Mapping[str, Any]:
        key, changes = arguments["input"]["key"], recording.row(arguments["input"]["changes"])
        async with writing():
            found = await update_request(database, key, changes, deadline, shows_stored=viewer.is_staff)
        return recording.updated(found)

    return {"recordRequests": record, "updateRequest": update, "resolveJurisdiction": names.resolve}
