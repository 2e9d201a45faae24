"""ASGI middleware that reads the body of a POST, once, within a size and a time."""

from __future__ import annotations

import asyncio
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from graph.settings import Settings, variable
from schema.server.bad_request import BadRequest
from schema.server.request_state import RequestState

CLOSE: Final = {"connection": "close"}
"""Goes with a response that leaves a part of the body unread."""


class RequestBody:
    """Puts the body of a POST into `RequestState.body`, or the BadRequest that says why it cannot be used.

    Nothing is answered here: the view answers a refusal in the media type that the client accepts.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._max_bytes = settings.max_body_kb * 1024
        self._deadline_s = settings.deadline_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one HTTP request."""
        if scope["method"] == "POST":
            RequestState.of(scope).body = await self._read(scope, receive)
        await self._app(scope, receive, send)

    async def _read(self, scope: Scope, receive: Receive) -> bytes | BadRequest:
        if _content_length(scope) > self._max_bytes:
            return self._too_large()
        body = bytearray()
        try:
            async with asyncio.timeout(self._deadline_s):
                while len(body) <= self._max_bytes:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        return BadRequest(400, "The body ended early.")
                    body += message.get("body", b"")
                    if not message.get("more_body"):
                        break
        except TimeoutError:
            limit = f"{self._deadline_s:g} seconds ({variable('deadline_s')})"
            return BadRequest(408, f"The body did not arrive in {limit}.", CLOSE)
        return bytes(body) if len(body) <= self._max_bytes else self._too_large()

    def _too_large(self) -> BadRequest:
        limit = f"{self._max_bytes // 1024} KiB"
        message = f"The body is larger than {limit}; send less, or raise {variable('max_body_kb')}."
        return BadRequest(413, message, CLOSE)


def _content_length(scope: Scope) -> float:
    """The announced size in bytes, 0 where none is announced; a float, for a client may write any number."""
    return next(
        (float(value) for name, value in scope["headers"] if name == b"content-length" and value.isdigit()), 0
    )
