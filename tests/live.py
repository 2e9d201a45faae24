"""The service on a real port, with the HTTP and WebSocket server that `learning-sites serve` runs."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn

from cli.http import Server, address, listen
from cli.mutations import ports
from graph.access import Access
from graph.settings import Settings
from schema.server.app import create_app


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
