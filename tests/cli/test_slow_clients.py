"""Clients that send slowly, endlessly or nothing lose their connection in time; the others notice nothing."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from time import monotonic
from typing import NamedTuple

import pytest
from live import live

from graph.access import Access
from graph.settings import Settings
from schema.server.security_headers import security_headers

NOTHING = Access("bolt://127.0.0.1:1", "neo4j", "x")
"""A database that is not there: these requests do not reach it."""
HEAD_S = 1.0
DEADLINE_S = 1.5
SLACK_S = 4.0
"""What is read after a response, the pause between two checks, and a busy machine."""
KEEP_ALIVE_S = 5.0
"""How long uvicorn keeps a connection open after a response."""
PATIENCE_S = 20.0

GRAPHQL = b"POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
HANDSHAKE = b"GET /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
UPGRADED = HANDSHAKE + b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"


class Slow(NamedTuple):
    """What a client sends at once, and then again and again; the status that it gets, if any."""

    first: bytes
    then: bytes = b""
    status: int | None = None


CHUNKED = GRAPHQL + b"Transfer-Encoding: chunked\r\n\r\n"
KINDS = {
    "nothing": Slow(b""),
    "empty lines": Slow(b"", b"\r\n"),
    "half a first line": Slow(b"GET /li", status=408),
    "a header by letters": Slow(b"GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\nX-a:", b"a", 408),
    "header lines": Slow(b"GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\n", b"X: a\r\n", 408),
    "half a handshake": Slow(HANDSHAKE, b"X: a\r\n", 408),
    "a socket without a word": Slow(UPGRADED + b"Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n"),
    "a handshake with a body": Slow(UPGRADED + b"Content-Length: 3\r\n\r\nabc", status=400),
    "a handshake that announces a body": Slow(UPGRADED + b"Content-Length: 500\r\n\r\n", b"a", 400),
    "a handshake in chunks": Slow(UPGRADED + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n{\r\n", 400),
    "a handshake by POST": Slow(UPGRADED.replace(b"GET", b"POST") + b"\r\n", status=405),
    "a handshake with a long line": Slow(UPGRADED + b"X: " + b"a" * 9000 + b"\r\n\r\n", status=400),
    "a body by letters": Slow(GRAPHQL + b"Content-Length: 500\r\n\r\n{", b"a", 408),
    "no body": Slow(GRAPHQL + b"Content-Length: 500\r\n\r\n", status=408),
    "chunks": Slow(GRAPHQL + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n{\r\n", 408),
    "a body that is not read": Slow(
        b"POST /livez HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 500\r\n\r\n{", b"a"
    ),
    "chunks that are not read": Slow(
        b"POST /nowhere HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n{\r\n", 404
    ),
    "a body with GET": Slow(
        b"GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 500\r\n\r\n", b"a", 200
    ),
    "a body of another type": Slow(
        GRAPHQL.replace(b"application/json", b"text/plain") + b"Content-Length: 500\r\n\r\n{", status=415
    ),
    "a request, then empty lines": Slow(b"GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", b"\r\n", 200),
    "a request, then half of another": Slow(
        b"GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nGET /li", b"v", 200
    ),
    "an idle connection": Slow(b"GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", status=200),
}


class Client:
    """One connection, and what came over it until it ended."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self.received = b""

    async def send(self, kind: Slow) -> None:
        """Sends until the connection ends."""
        self._writer.write(kind.first)
        reading = asyncio.create_task(self.read())
        while not reading.done():
            if kind.then and not self._writer.is_closing():
                self._writer.write(kind.then)
            await asyncio.wait({reading}, timeout=0.1)

    async def read(self) -> bytes:
        """All that comes until the connection ends."""
        try:
            while piece := await self._reader.read(65536):
                self.received += piece
        except ConnectionError:
            pass
        self._writer.close()
        return self.received


@asynccontextmanager
async def service(settings: Settings, **changes: object) -> AsyncIterator[tuple[str, int]]:
    """Host and port of a service without a database."""
    changes = {"deadline_s": DEADLINE_S, "head_timeout_s": HEAD_S, "socket_init_s": HEAD_S, **changes}
    async with live(NOTHING, settings.model_copy(update=changes)) as url:
        yield "127.0.0.1", int(url.rpartition(":")[2])


@pytest.fixture(scope="module")
async def port(settings: Settings) -> AsyncIterator[tuple[str, int]]:
    async with service(settings) as address:
        yield address


async def ended(address: tuple[str, int], kind: Slow) -> Client:
    client = Client(*await asyncio.open_connection(*address))
    async with asyncio.timeout(PATIENCE_S):
        await client.send(kind)
    return client


class Crowd(NamedTuple):
    """What half-open connections got, with the seconds that they lasted, and how long others waited."""

    ended: dict[str, list[tuple[bytes, float]]]
    honest: list[float]


@pytest.fixture(scope="module")
async def crowd(settings: Settings) -> Crowd:
    """Twenty connections of each kind at once, and beside them a client that asks as it should."""

    async def timed(address: tuple[str, int], kind: Slow) -> tuple[bytes, float]:
        started = monotonic()
        client = await ended(address, kind)
        return client.received, monotonic() - started

    honest = []
    async with service(settings) as address, asyncio.TaskGroup() as group:
        slow = {name: [group.create_task(timed(address, k)) for _ in range(20)] for name, k in KINDS.items()}
        while not all(task.done() for tasks in slow.values() for task in tasks):
            received, seconds = await timed(address, Slow(head(b"Connection: close")))
            assert received.startswith(b"HTTP/1.1 200 ")
            honest.append(seconds)
            await asyncio.sleep(0.05)
    return Crowd({name: [task.result() for task in tasks] for name, tasks in slow.items()}, honest)


@pytest.mark.parametrize("name", KINDS)
def test_half_open_connections_end_in_time_with_the_reason(crowd: Crowd, name: str) -> None:
    status = KINDS[name].status
    for received, seconds in crowd.ended[name]:
        assert seconds < max(HEAD_S, DEADLINE_S) + (KEEP_ALIVE_S if status == 200 else 0) + SLACK_S
        if status is not None:
            assert received.startswith(b"HTTP/1.1 %d " % status)
        if status == 408:
            start, _, body = received.partition(b"\r\n\r\n")
            assert b"connection: close" in start
            [error] = json.loads(body)["errors"]
            assert error["extensions"]["code"] == "BAD_REQUEST"
            assert error["extensions"]["requestId"].encode() in start
            assert "LEARNING_SITES_" in error["message"]


def test_half_open_connections_hold_nobody_up(crowd: Crowd) -> None:
    assert sorted(crowd.honest)[len(crowd.honest) // 2] < 0.1


def head(*lines: bytes) -> bytes:
    return b"\r\n".join((b"GET /livez HTTP/1.1", b"Host: 127.0.0.1", *lines, b"", b""))


@pytest.mark.parametrize(
    ("request_", "variable"),
    [
        (head(b"X: " + b"a" * 33_000), "MAX_HEAD_KB"),
        (head(*[b"X: " + b"a" * 8_000] * 5), "MAX_HEAD_KB"),
        (head(b"X: " + b"a" * 1_000_000), "MAX_HEAD_KB"),
        (b"GET /livez?" + b"a" * 33_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", "MAX_HEAD_KB"),
        (UPGRADED + b"X: " + b"a" * 33_000 + b"\r\n\r\n", "MAX_HEAD_KB"),
        (head(*[b"X: a"] * 100), "MAX_HEADERS"),
        (UPGRADED + b"X: a\r\n" * 100 + b"\r\n", "MAX_HEADERS"),
        (b"GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"a" * 400_000, "MAX_HEAD_KB"),
        (b"POST /livez HTTP/1.1\r\n" + b"X: a\r\n" * 50_000, "MAX_HEAD_KB"),
    ],
)
async def test_a_head_over_a_limit_is_refused_with_the_limit(
    port: tuple[str, int], request_: bytes, variable: str
) -> None:
    started = monotonic()
    answer = (await ended(port, Slow(request_))).received
    assert answer.startswith(b"HTTP/1.1 431 "), answer
    [error] = json.loads(answer.partition(b"\r\n\r\n")[2])["errors"]
    assert f"LEARNING_SITES_{variable}" in error["message"]
    assert monotonic() - started < SLACK_S


async def test_a_refused_head_is_logged_and_counted(
    port: tuple[str, int], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "learning_sites.access")
    answer = (await ended(port, Slow(head(*[b"X: a"] * 200)))).received
    request_id = json.loads(answer.partition(b"\r\n\r\n")[2])["errors"][0]["extensions"]["requestId"]
    lines = [json.loads(each.getMessage()) for each in caplog.records if each.name == "learning_sites.access"]
    assert [each["status"] for each in lines if each["id"] == request_id] == [431]
    scraped = await ended(
        port, Slow(b"GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
    )
    assert b'http_requests_total{path="other",status="431"}' in scraped.received


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (head(*[b"X: a"] * 200), 431),
        (b"\x16\x03\x01\r\n\r\n", 400),
        (CHUNKED + b"-1\r\n", 400),
        (CHUNKED + b"F" * 17 + b"\r\n", 400),
        (CHUNKED + b"1\r\n{}\r\n", 400),
        (GRAPHQL + b"Transfer-Encoding: xchunked\r\n\r\n", 400),
        (GRAPHQL + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        (UPGRADED + b"Content-Length: 3\r\n\r\nabc", 400),
        (UPGRADED + b"X: " + b"a" * 9_000 + b"\r\n\r\n", 400),
    ],
)
async def test_what_is_refused_before_it_is_a_request_has_the_form_and_headers_of_all_errors(
    settings: Settings, request_: bytes, status: int
) -> None:
    async with service(settings, hsts_s=60) as address:
        answer = (await ended(address, Slow(request_))).received
    start, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = start.split(b"\r\n")
    assert first.startswith(b"HTTP/1.1 %d " % status)
    headers = dict(line.split(b": ", 1) for line in lines)
    stated = settings.model_copy(update={"hsts_s": 60})
    assert security_headers(stated).items() <= headers.items()
    assert headers[b"content-length"] == b"%d" % len(body)
    [error] = json.loads(body)["errors"]
    assert error["extensions"]["code"] == "BAD_REQUEST"
    assert error["extensions"]["requestId"].encode() == headers[b"x-request-id"]


async def test_a_head_of_the_limits_is_read(port: tuple[str, int]) -> None:
    for lines in ([b"X: " + b"a" * 32_000], [b"X: a"] * 98):
        answer = (await ended(port, Slow(head(b"Connection: close", *lines)))).received
        assert answer.startswith(b"HTTP/1.1 200 ")


async def test_a_large_body_does_not_count_as_head(port: tuple[str, int]) -> None:
    body = b'{"query": "{ __typename }' + b" " * 100_000 + b'"}'
    for connection in (b"keep-alive", b"close"):  # the second time in a connection that has been used
        request = GRAPHQL + b"Connection: %s\r\nContent-Length: %d\r\n\r\n" % (connection, len(body)) + body
        client = Client(*await asyncio.open_connection(*port))
        last = GRAPHQL + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        async with asyncio.timeout(PATIENCE_S):
            await client.send(Slow(request if connection == b"close" else request + last))
        assert client.received.count(b"Query") == (1 if connection == b"close" else 2)


async def test_requests_in_a_row_are_bounded_and_those_before_are_answered(port: tuple[str, int]) -> None:
    answer = (await ended(port, Slow(head() * 199 + head(b"Connection: close")))).received
    assert answer.count(b"HTTP/1.1 200 ") == 200
    for requests in (300, 5_000):
        flooded = (await ended(port, Slow(head() * requests))).received
        assert flooded.count(b"HTTP/1.1 200 ") == 257
        assert flooded.count(b"HTTP/1.1 429 ") == 1, "the last one says why the others are not answered"


@pytest.mark.parametrize(
    ("wrong", "statuses"),
    [
        (b"no request\r\n\r\n", [b"400"]),
        (head(*[b"X: a"] * 200), [b"431"]),
        (CHUNKED + b"-1\r\n", [b"400"]),
        (b"GET /li", []),
    ],
)
@pytest.mark.parametrize("before", [1, 3])
async def test_what_comes_before_a_wrong_request_is_answered(
    port: tuple[str, int], wrong: bytes, statuses: list[bytes], before: int
) -> None:
    answer = (await ended(port, Slow(head() * before + wrong))).received
    assert re.findall(rb"HTTP/1.1 (\d+) ", answer) == [b"200"] * before + statuses


async def test_what_is_not_http_is_refused_as_an_error_of_graphql(port: tuple[str, int]) -> None:
    answer = (await ended(port, Slow(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"))).received
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


@pytest.mark.parametrize(
    ("target", "status"),
    [
        (b"http://127.0.0.1/livez", 200),
        (b"http://localhost:1/livez?a", 200),
        (b"HTTP://LOCALHOST:80/livez", 200),
        (b"http://other.example/livez", 400),
        (b"https://other.example:8000/livez", 400),
        (b"http://other.example/?@127.0.0.1/", 400),
        (b"http://127.0.0.1@other.example/livez", 400),
    ],
)
async def test_the_host_of_a_whole_address_counts(port: tuple[str, int], target: bytes, status: int) -> None:
    request = b"GET %b HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n" % target
    answer = (await ended(port, Slow(request))).received
    assert answer.startswith(b"HTTP/1.1 %d " % status)
    assert (b"HOST_NOT_ALLOWED" in answer) is (status == 400)


async def test_the_host_of_a_whole_address_counts_for_a_websocket(port: tuple[str, int]) -> None:
    handshake = UPGRADED.replace(b"/graphql", b"http://other.example/graphql") + b"\r\n"
    answer = (await ended(port, Slow(handshake))).received
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"HOST_NOT_ALLOWED" in answer


@pytest.mark.parametrize("path", [b"/graphql", b"/livez"])
@pytest.mark.parametrize("more", [b"X: a\r\n" * 1_000, b"a" * 10_000, b"1\r\n \r\n" * 1_000])
async def test_what_follows_a_body_has_an_end(port: tuple[str, int], path: bytes, more: bytes) -> None:
    """Trailers, a line of one, and chunks of one byte: a client may send what it likes there."""
    begun = GRAPHQL.replace(b"/graphql", path) + b"Transfer-Encoding: chunked\r\n\r\n"
    begun += b"0\r\nX: a" if more[:1] in b"Xa" else b""
    reader, writer = await asyncio.open_connection(*port)
    sent, started = 0, monotonic()
    with suppress(ConnectionError):
        writer.write(begun)
        while not reader.at_eof():
            writer.write(more)
            await writer.drain()
            sent += len(more)
            assert sent < 20_000_000
    writer.transport.abort()
    assert monotonic() - started < DEADLINE_S + SLACK_S
