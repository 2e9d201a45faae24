"""A client that does not read its answer is disconnected; one that reads slowly gets it whole."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import suppress
from time import monotonic

import pytest
from live import ANY_OPERATION, live

from graph.access import Access
from graph.settings import Settings

ALIASES = " ".join(f"a{n}: key" for n in range(400))
LARGE = f"""{{ jurisdictions(first: 12, where: {{kind: {{eq: STATE}}}}) {{
  edges {{ node {{ parts(first: 100) {{ edges {{ node {{ {ALIASES} }} }} }} }} }} }} }}"""
"""Its answer has some 4 MB, which no socket buffer holds."""
SIZE = 3_000_000
WRITE_S = 1.0
PATIENCE_S = 60.0


@pytest.fixture(scope="module")
async def address(access: Access, settings: Settings) -> AsyncIterator[tuple[str, int]]:
    changes = ANY_OPERATION | {"write_timeout_s": WRITE_S, "answer_cache_mb": 0}
    async with live(access, settings.model_copy(update=changes)) as url:
        yield "127.0.0.1", int(url.rpartition(":")[2])


def post(accept: str) -> bytes:
    body = json.dumps({"query": LARGE}).encode()
    return (
        f"POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {accept}\r\nConnection: close\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode() + body


def frame(message: object) -> bytes:
    """A text frame of a client, with a mask of zeros."""
    payload = json.dumps(message).encode()
    return b"\x81" + struct.pack("!BH", 0x80 | 126, len(payload)) + bytes(4) + payload


HANDSHAKE = (
    b"GET /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n"
)
OVER_SOCKET = (
    frame({"type": "connection_init"}),
    frame({"id": "1", "type": "subscribe", "payload": {"query": LARGE}}),
)
TRANSPORTS = {
    "HTTP": (post("application/json"),),
    "event stream": (post("text/event-stream"),),
    "WebSocket": (HANDSHAKE, *OVER_SOCKET),
    "WebSocket that pings": (HANDSHAKE, *OVER_SOCKET, b"\x89\xfd" + bytes(4) + bytes(125)),
}


class Client:
    """A connection that has so many bytes of room for what it does not read."""

    def __init__(self, address: tuple[str, int], room: int = 4096) -> None:
        self._address = address
        self._loop = asyncio.get_running_loop()
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
        self._socket.setblocking(False)

    async def ask(self, *messages: bytes) -> None:
        """Sends messages one after another, and reads the first bytes of the answer."""
        await self._loop.sock_connect(self._socket, self._address)
        for message in messages:
            await self._loop.sock_sendall(self._socket, message)
            await asyncio.sleep(0.1)
        assert await asyncio.wait_for(self._loop.sock_recv(self._socket, 10), PATIENCE_S)

    async def rest(self, pause_s: float = 0.0) -> int:
        """Reads to the end, a piece of 256 KiB at a time, and returns how many bytes there were."""
        found = 0
        with self._socket, suppress(ConnectionError):
            while piece := await asyncio.wait_for(self._loop.sock_recv(self._socket, 1 << 18), PATIENCE_S):
                found += len(piece)
                await asyncio.sleep(pause_s)
        return found


@pytest.mark.parametrize(
    "transport", [pytest.param(each, marks=[] if each == "HTTP" else pytest.mark.slow) for each in TRANSPORTS]
)
async def test_a_client_that_does_not_read_is_disconnected(address: tuple[str, int], transport: str) -> None:
    deaf = Client(address)
    await deaf.ask(*TRANSPORTS[transport])
    await asyncio.sleep(2 * WRITE_S + 4)
    started = monotonic()
    assert await deaf.rest() < SIZE / 5
    assert monotonic() - started < 1, "it was still connected"


async def test_a_client_that_reads_slowly_gets_its_answer(address: tuple[str, int]) -> None:
    slow = Client(address, 1 << 18)
    await slow.ask(*TRANSPORTS["HTTP"])
    started = monotonic()
    assert await slow.rest(pause_s=0.2) > SIZE
    assert monotonic() - started > 3 * WRITE_S, "that was not slow"


async def test_unread_answers_together_have_a_limit(access: Access, settings: Settings) -> None:
    changes = ANY_OPERATION | {"max_unsent_mb": 5, "answer_cache_mb": 0}
    async with live(access, settings.model_copy(update=changes)) as url:
        address = "127.0.0.1", int(url.rpartition(":")[2])
        clients = [Client(address) for _ in range(4)]
        for client in clients:
            await client.ask(*TRANSPORTS["HTTP"])
        await asyncio.sleep(2)
        whole = [size > SIZE for size in await asyncio.gather(*(client.rest() for client in clients))]
    assert 1 <= sum(whole) <= 2
