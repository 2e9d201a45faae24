"""Ends connections that wait too long for their clients: for a request, or for a response to be read."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from contextlib import suppress
from typing import Any, Final

from cli.http_server.http_protocol import BoundedHTTP
from cli.http_server.joined_writes import JoiningTransport
from graph.settings import Settings

PAUSE_S: Final = 0.5
MIN_BYTES_S: Final = 1024
"""What a client must read, bytes a second, while something waits for it."""


class ConnectionWatch:
    """Looks at all connections twice a second: that is cheaper than a timer for each request."""

    def __init__(self, connections: Collection[Any], settings: Settings) -> None:
        self._connections = connections
        self._settings = settings
        self._max_unsent = settings.max_unsent_mb * 1024 * 1024
        self._progress: dict[JoiningTransport, tuple[int, float]] = {}
        """Of each transport with unsent bytes: how many had been sent at a time, and that time."""

    async def run(self) -> None:
        """Runs until it is cancelled."""
        while True:
            await asyncio.sleep(PAUSE_S)
            self._look(asyncio.get_running_loop().time())

    def _look(self, now: float) -> None:
        connections = [*self._connections]
        unsent = self._unsent([connection.transport for connection in connections])
        self._progress = {each: self._progress_of(each, size, now) for each, size in unsent.items()}
        for transport, (_, since) in self._progress.items():
            if now - since > self._settings.write_timeout_s:
                transport.abort()
        self._bound_memory(unsent)
        for connection in connections:
            if isinstance(connection, BoundedHTTP):
                connection.check(now)

    def _progress_of(self, transport: JoiningTransport, unsent: int, now: float) -> tuple[int, float]:
        sent = transport.written - unsent
        known = self._progress.get(transport)
        enough = MIN_BYTES_S * self._settings.write_timeout_s
        return known if known is not None and sent - known[0] < enough else (sent, now)

    def _bound_memory(self, unsent: dict[JoiningTransport, int]) -> None:
        """Ends the connections with most unsent bytes, until the others are within the limit."""
        total = sum(unsent.values())
        for transport, size in sorted(unsent.items(), key=lambda each: -each[1]):
            if total <= self._max_unsent:
                return
            transport.abort()
            total -= size

    def _unsent(self, transports: list[Any]) -> dict[JoiningTransport, int]:
        """The transports with unsent bytes, and how many these are."""
        found = {}
        for transport in transports:
            with suppress(RuntimeError):  # uvloop: the handle is closed
                if isinstance(transport, JoiningTransport) and (size := transport.get_write_buffer_size()):
                    found[transport] = size
        return found
