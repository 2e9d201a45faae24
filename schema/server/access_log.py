"""One line for each request: JSON with id, method, path, status, milliseconds and what the view adds.

A WebSocket has a line, too, when it ends, and each operation over it has one of its own.
"""

from __future__ import annotations

import logging
import random
import re
from datetime import UTC, datetime
from time import perf_counter

import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("learning_sites.access")

HEADER = "x-request-id"
NAME = HEADER.encode()
PROBES = ("/livez", "/readyz")
"""Asked every few seconds by machines: logged at DEBUG only."""
BEGINNINGS = ("http.response.start", "websocket.http.response.start", "websocket.accept")
"""The messages that answer a request, of which the last has no status of its own."""
ACCEPTED = re.compile(rb"[A-Za-z0-9_-]{1,64}")

Line = dict[str, object]


class AccessLog:
    """Gives each request an id (or keeps the caller's), answers with it, and logs one line at the end.

    Query strings, headers and bodies are never logged: they may hold tokens or names.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one ASGI scope."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        request_id = _given(scope) or f"{random.getrandbits(128):032x}"  # a name, no secret
        line: Line = {"id": request_id, "method": scope.get("method", "WEBSOCKET"), "path": scope["path"]}
        scope.setdefault("state", {}).update(request_id=request_id, line=line)

        async def send_with_id(message: Message) -> None:
            if message["type"] in BEGINNINGS:
                line["status"] = message.get("status", 101)
                headers = [*message.get("headers", ()), (NAME, request_id.encode())]
                message = {**message, "headers": headers}
            elif message["type"] == "websocket.close":
                line.setdefault("status", 403)
                line["close"] = message["code"]
            await send(message)

        with Logged(line, logging.DEBUG if scope["path"] in PROBES else logging.INFO):
            await self._app(scope, receive, send_with_id)


def _given(scope: Scope) -> str | None:
    """The id that the caller gave, where it is one that is taken."""
    for name, value in scope["headers"]:
        if name == NAME and ACCEPTED.fullmatch(value):
            return str(value, "ascii")
    return None


class Logged:
    """Writes the line when the block ends, with what was added to it meanwhile, and its milliseconds."""

    __slots__ = ("_level", "_line", "_started")

    def __init__(self, line: Line, level: int = logging.INFO) -> None:
        self._line, self._level = line, level

    def __enter__(self) -> None:
        self._started = perf_counter()

    def __exit__(self, *_: object) -> None:
        self._line["ms"] = round(1000 * (perf_counter() - self._started), 1)
        log.log(self._level, orjson.dumps({"time": datetime.now(UTC), **self._line}).decode())
