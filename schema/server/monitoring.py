"""The endpoint `/metrics`, for the monitoring of an operator."""

from __future__ import annotations

import asyncio
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from graph.database import Database
from graph.errors import Forbidden, Unauthenticated
from graph.viewer import Audience
from monitoring.graph_state import GraphState
from monitoring.metrics import Metrics
from schema.server import audit
from schema.server.request_state import RequestState

SAMPLE_S: Final = 5.0
"""Seconds between two samples of a worker, whose metrics another worker may report."""
AUDIENCE: Final = Audience.STAFF
"""Who may read: the exact counts of loads are no reader's business."""
CLOSED: Final = (
    "Metrics are for callers on this machine and for the roles staff and admin; send `authorization: Bearer` "
    "with an API key (`learning-sites keys create --role staff`)."
)


class Monitoring:
    """Serves the metrics of this process and of its graph."""

    def __init__(self, metrics: Metrics, database: Database) -> None:
        self._metrics = metrics
        self._database = database
        self._graph = GraphState(database)
        metrics.add(self._graph)

    async def serve(self, request: Request) -> Response:
        """The metrics, in the text format of Prometheus or, by `accept`, in that of OpenMetrics."""
        state = RequestState.of(request.scope)
        if state.identity is None or not AUDIENCE.includes(state.identity.viewer):
            stranger = state.identity is None or state.identity.viewer.stranger
            error = Unauthenticated(CLOSED) if stranger else Forbidden(CLOSED)
            audit.refused(error, state)
            state.line["code"] = error.code
            headers = {"www-authenticate": "Bearer"} if stranger else {}
            return PlainTextResponse(f"{CLOSED}\n", 401 if stranger else 403, headers)
        await self._graph.refresh()
        self._metrics.sample(self._database)
        body, media_type = self._metrics.exposition(request.headers.get("accept", ""))
        return Response(body, headers={"content-type": media_type, "cache-control": "no-store"})

    async def sample(self) -> None:
        """Samples for the other workers, which cannot look into this one. Does not end."""
        while self._metrics.shared:
            self._metrics.sample(self._database)
            await asyncio.sleep(SAMPLE_S)
