"""The end of the service: nothing new begins, what runs has a grace, and clients learn to reconnect."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any, Final

from starlette.types import ASGIApp, Receive, Scope, Send

from graph.errors import Unavailable
from schema.server.error_format import request_error
from schema.server.refusal import Refusal, refuse
from schema.server.request_state import RequestState

STOPPING: Final = "The service is stopping; try again in a moment."
RETRY_AFTER_S: Final = 5
"""What a client is asked to wait: by then the next process answers, or a load balancer has chosen another."""
REFUSAL: Final = Refusal(503, {"connection": "close", "retry-after": str(RETRY_AFTER_S)})


class Drain:
    """Knows whether the service is stopping; `left` is how long running operations still have, in seconds."""

    def __init__(self) -> None:
        self.begun = False
        self._ends_at = 0.0
        self._callbacks: set[Callable[[], None]] = set()

    def begin(self, grace_s: float) -> None:
        """The service is stopping: calls all that asked for it."""
        self.begun, self._ends_at = True, monotonic() + grace_s
        for callback in [*self._callbacks]:
            callback()

    def left(self) -> float:
        """Seconds of the grace that are left, at least 0."""
        return max(0.0, self._ends_at - monotonic())

    @contextmanager
    def calling(self, callback: Callable[[], None]) -> Iterator[None]:
        """Calls `callback` when the service begins to stop while the block lasts."""
        self._callbacks.add(callback)
        try:
            yield
        finally:
            self._callbacks.discard(callback)


class RefuseWhileStopping:
    """ASGI middleware: answers UNAVAILABLE while the service stops, also to what outlasts the grace."""

    def __init__(self, app: ASGIApp, drain: Drain, path: str) -> None:
        self._app = app
        self._drain = drain
        self._path = path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuses new requests for the path, HTTP and WebSocket; lets the others through."""
        if self._drain.begun and scope["path"] == self._path:
            await _refuse(scope, receive, send)
            return
        try:
            await self._app(scope, receive, send)
        except asyncio.CancelledError:
            if not self._drain.begun or self._drain.left():
                raise  # the client has left
            if "status" not in RequestState.of(scope).line:
                await _refuse(scope, receive, send)


def stopping_error(request_id: str) -> dict[str, Any]:
    """The error of an operation that the end of the service prevents, as an entry of `errors`."""
    return request_error(STOPPING, Unavailable.code, request_id, retryable=Unavailable.retryable)


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    await refuse(scope, receive, send, stopping_error(RequestState.of(scope).request_id), REFUSAL)
