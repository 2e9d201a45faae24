"""Damaged requests over HTTP and WebSocket: each is answered, refused or ended, and none is a failure.

A sound request is damaged in a few places: its method, target, headers, body or frames. A few run in
`make test`, many new ones in `make fuzz`; SEED and the number of the request replay one.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import re
import struct
from collections.abc import AsyncIterator, Callable
from random import Random
from typing import Final

import pytest
from live import live

from graph.access import Access
from graph.settings import Settings

REQUESTS: Final = int(os.environ.get("FUZZ_REQUESTS", "60"))
SEED: Final = int(os.environ.get("SEED", "20261130"))
PATIENCE_S: Final = 30.0
AT_ONCE: Final = 20
FAILURES: Final = re.compile(rb"HTTP/1\.1 (5\d\d)")
REFUSALS: Final = {b"501", b"503", b"505"}
"""Statuses that say what the client may do: another method or version, or later."""

DOCUMENTS: Final = (
    "{ program { name } }",
    "query A($k: String!) { site(key: $k) { name models { name } } }",
    "subscription { dataChanged { version } }",
    "mutation { recordRequests(input: {rows: []}) { counts { read } } }",
    "{ __schema { queryType { name } } }",
)
HEADERS: Final = (
    b"accept: application/graphql-response+json",
    b"accept: text/event-stream",
    b"accept: */*;q=0.1, text/html",
    b"accept-encoding: gzip, br",
    b"content-encoding: gzip",
    b"origin: null",
    b"sec-fetch-site: cross-site",
    b"authorization: Bearer ls_0000",
    b"authorization: Basic Og==",
    b"cookie: a=b; session=\xff\xfe",
    b'if-none-match: W/"\xe9", *',
    b"transfer-encoding: chunked",
    b"content-length: 99999999999999999999",
    b"content-length: -1",
    b"expect: 100-continue",
    b"upgrade: h2c",
    b"host: [::1",
    b"x-request-id: \x00",
    b"x-forwarded-for: 10.0.0.1",
    b"range: bytes=0-1",
    b"traceparent: 00-zz-1-01",
)
PATHS: Final = (
    b"/graphql",
    b"/",
    b"/livez",
    b"/graphql?query=%7B",
    b"/%ff%00",
    b"//graphql",
    b"/schema.graphql",
)
METHODS: Final = (b"POST", b"GET", b"HEAD", b"OPTIONS", b"PUT", b"TRACE", b"P\x00ST")


def damaged(random: Random, data: bytes) -> bytes:
    """The bytes with a piece that is changed, repeated, left out or put elsewhere."""
    if not data:
        return data
    start = random.randrange(len(data))
    end = min(len(data), start + random.choice([1, 1, 2, 8, 64]))
    piece = data[start:end]
    changed: Callable[[], bytes] = random.choice(
        [
            lambda: random.randbytes(len(piece)),
            lambda: piece * random.choice([2, 3, 500]),
            lambda: b"",
            lambda: piece[::-1],
            lambda: random.choice([b"\x00", b"\r\n", b"\n\n", b"\xff\xff", b'"', b"{", b"[" * 2000, b"null"]),
        ]
    )
    return data[:start] + changed() + data[end:]


def body(random: Random) -> bytes:
    sent: object = {
        "query": random.choice(DOCUMENTS),
        "variables": random.choice([{"k": "site:houston-pd"}, {}, None, [], {"k": {"k": [1e308]}}]),
        "operationName": random.choice([None, "A", "", 1]),
        "extensions": random.choice([{}, None, {"persistedQuery": {"version": 1, "sha256Hash": "0"}}]),
    }
    data = json.dumps(sent).encode()
    for _ in range(random.choice([0, 0, 1, 2, 5])):
        data = damaged(random, data)
    return data


def http(random: Random) -> bytes:
    """One request over HTTP, and perhaps what follows it on the connection."""
    sent = body(random)
    lines = [
        b" ".join((random.choice(METHODS[: random.choice([1, 3, 7])]), random.choice(PATHS), b"HTTP/1.1")),
        b"host: 127.0.0.1",
        random.choice(
            [b"content-type: application/json", b"content-type: text/plain", b"content-type: \xff"]
        ),
        b"content-length: %d" % (len(sent) + random.choice([0, 0, 0, -1, 1])),
        *random.sample(HEADERS, random.choice([0, 0, 1, 3])),
    ]
    head = b"\r\n".join(lines) + b"\r\n\r\n"
    if random.random() < 0.3:
        head = damaged(random, head)
    return head + sent


def frame(random: Random, payload: bytes) -> bytes:
    """A frame of a client, mostly a sound one with text."""
    first = random.choice([0x81, 0x81, 0x81, 0x01, 0x80, 0x82, 0x88, 0x89, 0xC1, 0x83])
    mask = random.choice([0x80, 0x80, 0x80, 0x00])
    return struct.pack("!BBH", first, mask | 126, len(payload)) + bytes(4 if mask else 0) + payload


def socket(random: Random) -> bytes:
    """A handshake and messages over a WebSocket."""
    head = (
        b"GET /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: Upgrade\r\nupgrade: websocket\r\n"
        b"sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-version: 13\r\n"
        b"sec-websocket-protocol: graphql-transport-ws\r\n\r\n"
    )
    if random.random() < 0.2:
        head = damaged(random, head)
    messages: list[object] = [{"type": "connection_init", "payload": random.choice([None, {}, [], "x"])}]
    for number in range(random.choice([1, 2, 4])):
        payload = {"query": random.choice(DOCUMENTS), "variables": random.choice([None, {"k": 1}, []])}
        kind = random.choice(["subscribe", "subscribe", "complete", "ping", "pong", "next", "", 0])
        messages.append({"type": kind, "id": random.choice([str(number), "", None, 7]), "payload": payload})
    texts = [json.dumps(each).encode() for each in messages]
    texts = [damaged(random, each) if random.random() < 0.2 else each for each in texts]
    sent = head + b"".join(frame(random, each) for each in texts)
    return damaged(random, sent) if random.random() < 0.1 else sent


@pytest.fixture(scope="module")
async def port(access: Access, settings: Settings) -> AsyncIterator[int]:
    changes = {"head_timeout_s": 0.5, "deadline_s": 5.0, "role": "reader"}
    async with live(access, settings.model_copy(update=changes)) as url:
        yield int(url.rpartition(":")[2])


async def exchange(port: int, sent: bytes) -> bytes:
    """All that is answered to these bytes, after which the client sends nothing more."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    received = b""
    try:
        async with asyncio.timeout(PATIENCE_S):
            writer.write(sent)
            while piece := await asyncio.wait_for(reader.read(1 << 16), 1.0):
                received += piece
    except (ConnectionError, TimeoutError):
        pass  # it was ended, or it stays open: an event stream, a socket that waits
    finally:
        writer.transport.abort()
    return received


@pytest.mark.parametrize("kind", [http, socket])
async def test_no_damaged_request_is_a_failure(
    port: int, kind: Callable[[Random], bytes], caplog: pytest.LogCaptureFixture
) -> None:
    for first in range(0, REQUESTS, AT_ONCE):
        numbers = range(first, first + AT_ONCE)
        sent = [kind(Random(SEED + number)) for number in numbers]
        with caplog.at_level(logging.ERROR):
            answers = await asyncio.gather(*(exchange(port, each) for each in sent))
        for number, request, answer in zip(numbers, sent, answers, strict=True):
            failed = set(FAILURES.findall(answer)) - REFUSALS
            assert not failed, f"SEED={SEED}, request {number}: {request!r}\n{answer!r}"
            assert b'"INTERNAL"' not in answer, f"SEED={SEED}, request {number}: {request!r}\n{answer!r}"
        assert not caplog.records, f"SEED={SEED}, requests {numbers}: {caplog.text}"
    answer = await exchange(port, b"GET /livez HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200")
