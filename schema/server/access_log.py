"""One line for each request: JSON with id, method, path, status, milliseconds and what the view adds."""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime
from time import perf_counter
from uuid import uuid4

import orjson
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("learning_sites.access")

HEADER = "x-request-id"
PROBES = ("/livez", "/readyz")
"""Asked every few seconds by machines: logged at DEBUG only."""
ACCEPTED = re.compile(r"[A-Za-z0-9_-]{1,64}")


class AccessLog:
    """Gives each request an id (or keeps the caller's), answers with it, and logs one line at the end.

    Query strings, headers and bodies are never logged: they may hold tokens or names.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one ASGI scope."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        request_id = given if ACCEPTED.fullmatch(given) else uuid4().hex
        line: dict[str, object] = {"id": request_id, "method": scope["method"], "path": scope["path"]}
        scope.setdefault("state", {}).update(request_id=request_id, line=line)
        started = perf_counter()

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                line["status"] = message["status"]
                MutableHeaders(scope=message)[HEADER] = request_id
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        finally:
            line["ms"] = round(1000 * (perf_counter() - started), 1)
            moment = datetime.now(UTC).isoformat(timespec="milliseconds")
            level = logging.DEBUG if scope["path"] in PROBES else logging.INFO
            log.log(level, orjson.dumps({"time": moment, **line}).decode())
