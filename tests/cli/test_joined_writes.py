"""An answer leaves in one piece, and nothing of it is kept back longer than the loop takes to come round."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn
from live import serving
from starlette.types import ASGIApp, Receive, Scope, Send

from cli.http_server.joined_writes import JoinedWrites

Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]

GET = b"GET /%d HTTP/1.1\r\nhost: test\r\n\r\n"
CLOSE = b"GET /0 HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n"
PATIENCE_S = 10.0


class Counted:
    """A transport whose calls that send are counted."""

    sent = 0

    def __init__(self, inner: asyncio.Transport) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        Counted.sent += name in ("write", "writelines")
        return getattr(self._inner, name)


class CountedWrites(JoinedWrites):
    def connection_made(self, transport: Any) -> None:
        super().connection_made(Counted(transport))  # type: ignore[arg-type]


@asynccontextmanager
async def connected(app: ASGIApp, http: type[JoinedWrites] = JoinedWrites) -> AsyncIterator[Stream]:
    """A connection to the application over real sockets."""
    config = uvicorn.Config(app, http=http, lifespan="off", log_config=None)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        async with serving(uvicorn.Server(config), taken):
            reader, writer = await asyncio.open_connection(*taken.getsockname())
            try:
                yield reader, writer
            finally:
                writer.close()


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """The path, as the body of an answer."""
    body = scope["path"].encode()
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def received(reader: asyncio.StreamReader, size: int = 65536) -> bytes:
    """What comes next, at once."""
    async with asyncio.timeout(PATIENCE_S):
        return await reader.read(size)


async def test_head_and_body_leave_in_one_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Counted, "sent", 0)
    async with connected(echo, CountedWrites) as (reader, writer):
        for number in range(100):
            writer.write(GET % number)
            answer = await received(reader)
            assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
            assert answer.endswith(b"\r\n\r\n/%d" % number)
            assert Counted.sent == number + 1


async def test_requests_in_a_row_are_answered_in_their_order() -> None:
    async with connected(echo) as (reader, writer):
        writer.write(b"".join(GET % number for number in range(20)))
        found = b""
        while not found.endswith(b"/19"):
            found += await received(reader)
        assert [part.split(b"\r\n\r\n")[1] for part in found.split(b"HTTP/1.1 200 OK")[1:]] == [
            b"/%d" % number for number in range(20)
        ]


async def test_an_answer_that_ends_its_connection_arrives_whole() -> None:
    async with connected(echo) as (reader, writer):
        writer.write(CLOSE)
        async with asyncio.timeout(PATIENCE_S):
            answer = await reader.read()
        assert answer.endswith(b"\r\n\r\n/0")


async def test_a_head_does_not_wait_for_a_body_that_comes_later() -> None:
    more = asyncio.Event()

    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await more.wait()
        await send({"type": "http.response.body", "body": b"late"})

    async with connected(slow) as (reader, writer):
        writer.write(GET % 1)
        assert (await received(reader)).endswith(b"transfer-encoding: chunked\r\n\r\n")
        more.set()
        assert b"late" in await received(reader)


async def test_a_long_answer_waits_for_its_reader() -> None:
    sent = 0

    async def long(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal sent
        await send({"type": "http.response.start", "status": 200, "headers": []})
        while sent < 1000:
            await send({"type": "http.response.body", "body": bytes(65536), "more_body": True})
            sent += 1
        await send({"type": "http.response.body", "body": b""})

    async with connected(long) as (reader, writer):
        writer.write(CLOSE)
        await received(reader, 1)
        await asyncio.sleep(0.2)
        assert sent < 500  # 64 MB would wait in memory
        async with asyncio.timeout(PATIENCE_S):
            whole = await reader.read()
        assert sent == 1000
        assert len(whole) > 1000 * 65536


async def test_a_client_that_leaves_is_no_error(caplog: pytest.LogCaptureFixture) -> None:
    gone, ended = asyncio.Event(), asyncio.Event()

    async def late(scope: Scope, receive: Receive, send: Send) -> None:
        await gone.wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"for nobody"})
        ended.set()

    failures: list[Any] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: failures.append(context))
    async with connected(late) as (_, writer):
        writer.write(GET % 1)
        await asyncio.sleep(0.1)
        writer.transport.abort()
        await asyncio.sleep(0.1)
        gone.set()
        async with asyncio.timeout(PATIENCE_S):
            await ended.wait()
        await asyncio.sleep(0.1)
    assert failures == []
    assert [record for record in caplog.records if record.levelname in ("ERROR", "WARNING")] == []
