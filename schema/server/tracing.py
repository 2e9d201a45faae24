"""ASGI middleware that makes each HTTP request a span; there is none where traces are off."""

from __future__ import annotations

from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from monitoring.metrics import known_path
from monitoring.traces import Traces
from schema.server.request_state import RequestState

TRACEPARENT: Final = b"traceparent"
"""The header by which a caller names its trace (W3C Trace Context)."""


class Tracing:
    """Below `AccessLog`, whose line the span repeats."""

    def __init__(self, app: ASGIApp, traces: Traces) -> None:
        self._app = app
        self._traces = traces

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one ASGI scope."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        found = (value.decode("latin-1") for name, value in scope["headers"] if name == TRACEPARENT)
        line = RequestState.of(scope).line
        with self._traces.request(scope["method"], known_path(scope["path"]), next(found, None), line):
            await self._app(scope, receive, send)
