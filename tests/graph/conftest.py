"""The real Neo4j behind a proxy that can fail on demand."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Iterator

import pytest
from bolt_proxy import BoltProxy

from graph.access import Access
from graph.database import Database
from graph.settings import Settings


@pytest.fixture
async def proxy(access: Access) -> AsyncIterator[BoltProxy]:
    """Passes everything on until a test says otherwise."""
    async with BoltProxy.open(access) as opened:
        yield opened


@pytest.fixture
async def through(proxy: BoltProxy, settings: Settings) -> AsyncIterator[Database]:
    """A Database that reaches Neo4j through the proxy."""
    async with Database.open(proxy.access, settings) as opened:
        yield opened


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port of loopback that refuses connections: bound, so that nobody takes it, and not listening."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound.getsockname()[1]
