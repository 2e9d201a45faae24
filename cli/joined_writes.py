"""uvicorn's HTTP with one system call for an answer: by itself it has one for the head and one for the body.

Why, and what it is worth: docs/decisions/joined-writes.md.
"""

from __future__ import annotations

import asyncio
from typing import Any, Final, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST: Final = 8
"""Pieces that are kept: of more the event loop is to see how much waits, and have their writer wait."""


class JoinedWrites(HttpToolsProtocol):
    """Sends together what is written in one turn of the event loop."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(cast(asyncio.Transport, _Joining(transport, self.loop)))


class _Joining:
    """A transport that keeps what is written until the loop comes round; all else is that of `inner`."""

    def __init__(self, inner: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._inner, self._loop = inner, loop
        self._written: list[bytes] = []

    def write(self, data: bytes) -> None:
        if not self._written:
            self._loop.call_soon(self._send)
        self._written.append(data)
        if len(self._written) > MOST:
            self._send()

    def close(self) -> None:
        self._send()
        self._inner.close()

    def _send(self) -> None:
        written, self._written = self._written, []
        if written and not self._inner.is_closing():
            self._inner.writelines(written)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)
