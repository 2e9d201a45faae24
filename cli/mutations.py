"""The mutations: the only place where schema and loaders meet."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from graph.data_version import DataVersion
from graph.database import Database
from graph.deadline import Deadline
from graph.errors import WritingClosed
from graph.settings import Settings, variable
from loaders.sources.requests.record import record_requests, update_request
from schema.planner.run.executor import Port
from schema.types import recording


def ports(database: Database, settings: Settings, data_version: DataVersion) -> Mapping[str, Port]:
    """The ports of the mutations. They raise WritingClosed where writing is not open."""
    # Writers take turns in the graph; a writer that waits here holds no connection.
    turn = asyncio.Lock()

    @asynccontextmanager
    async def writing() -> AsyncIterator[None]:
        try:
            async with turn:
                yield
        finally:
            data_version.invalidate()  # also after a failure: the commit may have arrived

    async def record(arguments: Mapping[str, Any], deadline: Deadline) -> Mapping[str, Any]:
        rows = [recording.row(each) for each in arguments["input"]["requests"]]
        async with writing():
            return recording.recorded(await record_requests(database, rows, deadline))

    async def update(arguments: Mapping[str, Any], deadline: Deadline) -> Mapping[str, Any]:
        given = arguments["input"]
        async with writing():
            found = await update_request(database, given["key"], recording.row(given["changes"]), deadline)
        return recording.updated(found)

    async def closed(_: Mapping[str, Any], __: Deadline) -> Mapping[str, Any]:
        raise WritingClosed(
            f"Writing is closed: this service is not on loopback. An operator acknowledges unauthenticated "
            f"writes with {variable('open_writing')}=true."
        )

    if settings.writing_is_open:
        return {"recordRequests": record, "updateRequest": update}
    return {"recordRequests": closed, "updateRequest": closed}
