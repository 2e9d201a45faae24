"""The service on a real port, with the HTTP and WebSocket server that `learning-sites serve` runs."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import uvicorn

from cli.http_server.listener import address, listen
from cli.http_server.server import Server
from cli.mutations import ports
from graph.access import Access
from graph.settings import Settings
from schema.server.app import create_app

PATIENCE_S = 60.0
WARM_UP_S = 180.0
"""Planning takes Neo4j some 30 s of processor time, on a machine that may run two of them."""
ANY_OPERATION: dict[str, Any] = {
    "max_cost": 10**9,
    "max_planning_ms": 10**6,
    "max_answer_mb": 1000,
    "max_root_fields": 1000,
    "max_aliases": 5000,
}
"""Settings that allow operations which take the database seconds."""


async def until(condition: Callable[[], bool | Awaitable[bool]], patience_s: float = PATIENCE_S) -> None:
    """Waits until something is so."""
    async with asyncio.timeout(patience_s):
        while True:
            found = condition()
            if found if isinstance(found, bool) else await found:
                return
            await asyncio.sleep(0.05)


async def warm(client: httpx.AsyncClient) -> None:
    """Waits for the end of the warm-up: then no statement runs but those of a test."""

    async def ready() -> bool:
        return (await client.get("/readyz")).status_code == 200

    await until(ready, WARM_UP_S)


@asynccontextmanager
async def live(access: Access, settings: Settings) -> AsyncIterator[str]:
    """Its base address, such as `http://127.0.0.1:40123`, while the block lasts."""
    with listen(settings) as taken:
        async with serving(Server(create_app(settings, access, ports), settings), taken):
            yield address(taken)


@asynccontextmanager
async def serving(server: uvicorn.Server, taken: socket.socket) -> AsyncIterator[None]:
    """A server of this event loop answers on a socket while the block lasts."""
    task = asyncio.create_task(server.serve(sockets=[taken]))
    try:
        while not server.started:
            if task.done():
                task.result()
            await asyncio.sleep(0.01)
        yield
    finally:
        server.should_exit = True
        await task
