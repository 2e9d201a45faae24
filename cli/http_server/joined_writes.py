"""uvicorn's HTTP protocol with one system call per response, instead of one for head and one for body.

Reason and measurement: docs/decisions/joined-writes.md.
"""

from __future__ import annotations

import asyncio
from typing import Any, Final, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MAX_PENDING: Final = 8
"""Chunks that wait for the end of the turn; more are sent at once, for the flow control of asyncio."""


class JoinedWrites(HttpToolsProtocol):
    """Joins the chunks that are written in one turn of the event loop."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(cast(asyncio.Transport, JoiningTransport(transport, self.loop)))


class JoiningTransport:
    """A transport that sends at the end of the turn; all other methods are those of `inner`.

    `written` counts the bytes that were given to it.
    """

    def __init__(self, inner: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._inner, self._loop = inner, loop
        self._pending: list[bytes] = []
        self.written = 0

    def write(self, data: bytes) -> None:
        if not self._pending:
            self._loop.call_soon(self._send)
        self._pending.append(data)
        self.written += len(data)
        if len(self._pending) > MAX_PENDING:
            self._send()

    def write_eof(self) -> None:
        self._send()
        self._inner.write_eof()

    def close(self) -> None:
        self._send()
        self._inner.close()

    def _send(self) -> None:
        pending, self._pending = self._pending, []
        if pending and not self._inner.is_closing():
            self._inner.writelines(pending)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)
