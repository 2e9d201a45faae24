"""The compiler alone, in the frame of the bare endpoint: the API without what a service needs around it.

No guard, no log, no id, no limit of a body: what the API costs beside it is that.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import orjson

from bench.frame import framed, serve
from cli.garbage_collection import tune_garbage_collection
from graph.access import Access
from graph.database import Database
from graph.deadline import Deadline
from graph.settings import Settings
from schema.model import MODEL
from schema.planner.run.executor import Executor


class Planned:
    """An endpoint that executes any operation."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._database = Database.open(Access.from_settings(settings), settings)
        self._executor = Executor(MODEL, self._database, settings)

    async def answer(self, body: bytes) -> bytes:
        """The JSON for what is asked."""
        asked = orjson.loads(body)
        deadline = Deadline.after(self._settings.deadline_s)
        result = await self._executor.execute(asked["query"], asked["variables"], None, deadline)
        return orjson.dumps({"data": result.data})

    @asynccontextmanager
    async def connected(self, _: object = None) -> AsyncIterator[None]:
        """The database while the application lives."""
        async with self._database:
            tune_garbage_collection()
            yield


if __name__ == "__main__":
    settings = Settings.read()
    serve(framed(Planned(settings)), settings)
