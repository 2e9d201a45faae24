"""Health checks: `/livez` (the process runs) and `/readyz` (it can answer queries, or says why not)."""

from __future__ import annotations

import asyncio
from time import monotonic

import orjson
from starlette.requests import Request
from starlette.responses import Response

from graph.database import Database
from graph.deadline import Deadline
from graph.errors import GraphError
from graph.migrations import pending
from graph.statements import statement
from schema.server.drain import Drain
from schema.server.warmup import Warmup

DATA = statement("graph/data_present")

CHECK_S = 2.0
FRESH_S = 1.0
"""How long a result answers other probes, too, seconds."""


class Health:
    """The endpoints for an operator's probes."""

    def __init__(self, database: Database, warmup: Warmup, drain: Drain) -> None:
        self._database = database
        self._warmup = warmup
        self._drain = drain
        self._checking: asyncio.Task[dict[str, str]] | None = None
        self._checked_at = 0.0

    async def live(self, _: Request) -> Response:
        """200 while the process runs."""
        return _response(200, {"status": "live"})

    async def ready(self, _: Request) -> Response:
        """200 when database, migrations, data and plans are ready; else 503 with what is missing.

        503 as soon as the service is stopping, so that a load balancer sends nothing more.
        """
        checks = {"service": "stopping"} if self._drain.begun else await self._shared_checks()
        ready = all(result == "ok" for result in checks.values())
        return _response(
            200 if ready else 503, {"status": "ready" if ready else "not ready", "checks": checks}
        )

    async def _shared_checks(self) -> dict[str, str]:
        """The checks of the last second, or those that run: however many ask, they run once."""
        if self._checking is None or (self._checking.done() and monotonic() - self._checked_at >= FRESH_S):
            self._checked_at = monotonic()
            self._checking = asyncio.create_task(self._checks())
        return await asyncio.shield(self._checking)

    async def _checks(self) -> dict[str, str]:
        """The result of each check, each depending on the one before it; a failure ends the list."""
        deadline = Deadline.after(CHECK_S)
        checks: dict[str, str] = {}
        for name, check in (
            ("database", self._database_answers),
            ("migrations", self._migrations_applied),
            ("data", self._data_loaded),
        ):
            try:
                checks[name] = await check(deadline)
            except GraphError as error:
                return checks | {name: error.code}
        return checks | {"plans": "ok" if self._warmup.warm else "warming up"}

    async def _database_answers(self, deadline: Deadline) -> str:
        await self._database.ping(deadline)
        return "ok"

    async def _migrations_applied(self, deadline: Deadline) -> str:
        todo = await pending(self._database, deadline)
        return f"pending: {', '.join(m.name for m in todo)}" if todo else "ok"

    async def _data_loaded(self, deadline: Deadline) -> str:
        present = (await self._database.read(DATA, {}, deadline))[0]["present"]
        return "ok" if present else "no data loaded; run learning-sites load"


def _response(status: int, body: dict[str, object]) -> Response:
    headers = {"content-type": "application/json", "cache-control": "no-store"}
    return Response(orjson.dumps(body), status, headers)
