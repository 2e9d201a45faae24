"""One log line per request: JSON with id, method, path, status, milliseconds and what the view adds.

A WebSocket has one line, when it ends, and each operation over it another.
"""

from __future__ import annotations

import asyncio
import logging
import random
import re
from datetime import UTC, datetime
from time import perf_counter

import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph.activity import ACTIVITY
from monitoring.metrics import Metrics
from schema.server.request_state import NAME, LogLine, RequestState

log = logging.getLogger("learning_sites.access")

REQUEST_ID_HEADER = "x-request-id"
HEADER_NAME = REQUEST_ID_HEADER.encode()
PROBES = ("/livez", "/readyz")
"""Called every few seconds by machines: logged at DEBUG only."""
STARTS = ("http.response.start", "websocket.http.response.start", "websocket.accept")
"""ASGI messages that begin a response; the last has no status of its own."""
CLIENT_LEFT = 499
"""The status in the log of a request whose client left before its response; the number is nginx's."""
REQUEST_ID = re.compile(rb"[A-Za-z0-9_-]{1,64}")


class AccessLog:
    """Gives each request an id (or takes the caller's), returns it in a header, and logs one line at the end.

    Query strings, headers and bodies are never logged: they may hold tokens or names.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one ASGI scope."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        request_id = _sent_id(scope) or f"{random.getrandbits(128):032x}"  # a name, no secret
        line: LogLine = {"id": request_id, "method": scope.get("method", "WEBSOCKET"), "path": scope["path"]}
        address = (scope.get("client") or ("",))[0]
        scope.setdefault("state", {})[NAME] = state = RequestState(request_id, line, caller=address)

        async def send_with_id(message: Message) -> None:
            if message["type"] in STARTS:
                line["status"] = message.get("status", 101)
                message["headers"] = [*message.get("headers", ()), (HEADER_NAME, request_id.encode())]
            elif message["type"] == "websocket.close":
                line.setdefault("status", 403)
                line["close"] = message["code"]
            await send(message)

        is_socket = scope["type"] == "websocket"
        if is_socket:
            self._metrics.socket(1)
        try:
            with LogOnExit(line, logging.DEBUG if scope["path"] in PROBES else logging.INFO):
                try:
                    await self._app(scope, receive, send_with_id)
                except asyncio.CancelledError:
                    line.setdefault("status", CLIENT_LEFT)
                    raise
        finally:
            if is_socket:
                self._metrics.socket(-1)
            self._metrics.ended(line, state.field_use, cacheable=state.cacheable)


def log_unread(metrics: Metrics, request_id: str, status: int) -> None:
    """Logs and counts what the protocol refuses: it has no path, for its head may not be read."""
    line: LogLine = {"id": request_id, "status": status, "path": "", "ms": 0.0}
    metrics.ended(line, None, cacheable=False)
    _write(line, logging.INFO)


def _write(line: LogLine, level: int) -> None:
    log.log(level, orjson.dumps({"time": datetime.now(UTC), **line}).decode())


def _sent_id(scope: Scope) -> str | None:
    """The id that the caller sent, if it is a valid one."""
    for name, value in scope["headers"]:
        if name == HEADER_NAME and REQUEST_ID.fullmatch(value):
            return str(value, "ascii")
    return None


class LogOnExit:
    """Logs the line, with its milliseconds, at the end of its block, where it is the task's activity."""

    __slots__ = ("_level", "_line", "_started", "_token")

    def __init__(self, line: LogLine, level: int = logging.INFO) -> None:
        self._line, self._level = line, level

    def __enter__(self) -> None:
        self._started = perf_counter()
        self._token = ACTIVITY.set(self._line)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        ACTIVITY.reset(self._token)
        if kind is not None and issubclass(
            kind, Exception
        ):  # uvicorn answers with 500, and logs the traceback
            self._line.setdefault("status", 500)
            self._line["error"] = kind.__name__
        self._line["ms"] = round(1000 * (perf_counter() - self._started), 1)
        _write(self._line, self._level)
