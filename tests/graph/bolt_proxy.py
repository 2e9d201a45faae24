"""A TCP proxy in front of the real Bolt port that delays, stalls, or cuts what passes through it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace

from graph.access import Access

FOR_EVER_S = 3600.0
COMMIT = b"\x00\x02\xb0\x12\x00\x00"
"""The Bolt message COMMIT: a structure without fields, in a chunk of two bytes."""


@dataclass
class BoltProxy:
    """Faults act on what comes next; `connections` counts what was opened."""

    target: Access
    access: Access
    delay_s: float = 0.0
    """How long each piece of an answer waits."""
    refuse: bool = False
    """Cuts what is open when it is next used, and every new connection."""
    silent: bool = False
    """Takes connections and never answers."""
    cut_at: bytes | None = None
    """Cuts the connection once, when a client sends this."""
    cut_after: bytes | None = None
    """Hands this to the server, and then cuts instead of answering; once."""
    stall_at: bytes | None = None
    """Never answers on the connection from here on; once."""
    connections: int = 0
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @classmethod
    @asynccontextmanager
    async def open(cls, target: Access) -> AsyncIterator[BoltProxy]:
        """Listens on a free port of loopback during the block."""
        proxy = cls(target, target)
        server = await asyncio.start_server(proxy._connected, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        proxy.access = replace(target, uri=f"bolt://127.0.0.1:{port}")
        try:
            yield proxy
        finally:
            server.close()
            for task in proxy._tasks:
                task.cancel()
            await asyncio.gather(*proxy._tasks, return_exceptions=True)
            await server.wait_closed()

    async def _connected(self, client: asyncio.StreamReader, answers: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.connections += 1
        with suppress(asyncio.CancelledError):  # asyncio logs a connection's task that was cancelled
            await self._pass_on(client, answers)

    async def _pass_on(self, client: asyncio.StreamReader, answers: asyncio.StreamWriter) -> None:
        host, port = self.target.uri.removeprefix("bolt://").split(":")
        server, requests = await asyncio.open_connection(host, int(port))
        back = asyncio.create_task(self._back(server, answers))
        try:
            with suppress(ConnectionError):
                await self._forth(client, requests, back)
        finally:
            answers.close()
            requests.close()
            back.cancel()
            await asyncio.gather(back, return_exceptions=True)

    async def _forth(
        self, client: asyncio.StreamReader, requests: asyncio.StreamWriter, back: asyncio.Task[None]
    ) -> None:
        while sent := await client.read(65536):
            if self.refuse:
                return
            if self.cut_at is not None and self.cut_at in sent:
                self.cut_at = None
                return
            if self.stall_at is not None and self.stall_at in sent:
                self.stall_at = None
                back.cancel()
            if self.cut_after is not None and self.cut_after in sent:
                self.cut_after = None
                back.cancel()
                requests.write(sent)
                await requests.drain()
                await asyncio.sleep(0.3)  # time for the server to do it
                return
            requests.write(sent)
            await requests.drain()

    async def _back(self, server: asyncio.StreamReader, answers: asyncio.StreamWriter) -> None:
        while received := await server.read(65536):
            await asyncio.sleep(FOR_EVER_S if self.silent else self.delay_s)
            answers.write(received)
            await answers.drain()
        answers.close()
