"""The mutations: the only place where schema and loaders meet."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from graph.data_version import DataVersion
from graph.database import Database
from graph.deadline import Deadline
from loaders.sources.requests.record import record_requests, update_request
from schema.planner.run.executor import Port
from schema.types import recording


def ports(database: Database, data_version: DataVersion) -> Mapping[str, Port]:
    """The ports of the mutations; `Executor` lets only callers use them whose role may write."""
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

    return {"recordRequests": record, "updateRequest": update}
