"""A client that leaves ends its statement in Neo4j, over each transport; others and writes are unaffected."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from time import monotonic
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from live import ANY_OPERATION, live, until, warm
from websockets import Subprotocol, connect

from graph.access import Access
from graph.database import Database, Transaction
from graph.deadline import Deadline
from graph.settings import Settings
from graph.statements import Statement

RUNNING = Statement(
    "running",
    "CYPHER 25 SHOW TRANSACTIONS YIELD currentQuery AS text WHERE NOT text CONTAINS 'SHOW TRANSACTIONS' "
    "RETURN count(*) AS running",
)
FIELDS = " ".join(
    f"a{n}: jurisdictions(where: {{name: {{contains: $term}}}}) {{ totalCount }}" for n in range(100)
)
HEAVY = f"query Heavy($term: String!) {{ {FIELDS} }}"
"""Takes seconds, and is planned before it is asked."""
RECORD = """mutation Record($requests: [RequestInput!]!) {
  recordRequests(input: {requests: $requests}) { created results { problems { reason } } }
}"""
REQUEST = {
    "requestId": "hang-up-1",
    "month": "2025-10",
    "jurisdictionType": "COUNTY",
    "state": "OH",
    "status": "SCOPING",
    "jurisdictions": ["us-county:39163"],
    "models": ["model:co-responder"],
    "synthetic": True,
}
WRITTEN = Statement(
    "written", "CYPHER 25 MATCH (q:Request {key: 'request:hang-up-1'}) RETURN count(q) AS running"
)
TAKE = Statement("take", "CYPHER 25 CREATE (:Request {key: 'request:hang-up-1'})")
BLOCKED = Statement(
    "blocked",
    "CYPHER 25 SHOW TRANSACTIONS YIELD status WHERE status STARTS WITH 'Blocked' RETURN count(*) AS running",
)
CLEAN_UP = Statement("clean-up", "CYPHER 25 MATCH (q:Request {key: 'request:hang-up-1'}) DETACH DELETE q")
PROMPT_S = 2.0
"""Much less than the statement takes."""
PATIENCE_S = 60.0


@pytest.fixture(scope="module")
async def url(access: Access, settings: Settings) -> AsyncIterator[str]:
    async with live(access, settings.model_copy(update=ANY_OPERATION | {"answer_cache_mb": 0})) as address:
        async with httpx.AsyncClient(base_url=address, timeout=PATIENCE_S) as client:
            await client.post("/graphql", json=asked(""))
            await warm(client)
        yield address


def asked(term: str) -> dict[str, Any]:
    return {"query": HEAVY, "variables": {"term": f"zz{term}"}}


async def counted(database: Database, statement: Statement, expected: Callable[[int], bool]) -> float:
    """Waits until a statement counts what is expected; returns the seconds."""
    started = monotonic()
    while True:
        [record] = await database.read(statement, {}, Deadline.after(PATIENCE_S))
        if expected(record["running"]):
            return monotonic() - started
        assert monotonic() - started < PATIENCE_S
        await asyncio.sleep(0.05)


def post(payload: object, accept: str = "application/json") -> bytes:
    body = json.dumps(payload).encode()
    head = f"POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {accept}\r\nContent-Length: {len(body)}\r\n"
    return f"{head}Content-Type: application/json\r\n\r\n".encode() + body


def get(term: str) -> bytes:
    query = f"query={quote(HEAVY)}&variables={quote(json.dumps(asked(term)['variables']))}"
    return f"GET /graphql?{query} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()


def connection(url: str, request: bytes) -> socket.socket:
    port = int(url.rpartition(":")[2])
    opened = socket.create_connection(("127.0.0.1", port))
    opened.sendall(request)
    return opened


def reset(opened: socket.socket) -> None:
    """Ends a connection without a word (RST)."""
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    opened.close()


def logged(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    """The lines of requests to `/graphql`."""
    texts = [record.getMessage() for record in caplog.records]
    return [json.loads(text) for text in texts if '"/graphql"' in text]


class Left(Exception):
    """Ends a transaction without a commit."""


Leave = Callable[[], Awaitable[None]]


async def over_http(url: str, request: bytes, end: Callable[[socket.socket], None]) -> Leave:
    opened = connection(url, request)

    async def leave() -> None:
        end(opened)

    return leave


async def over_websocket(url: str, *last: str) -> Leave:
    """A socket that is closed, or over which the client says that it wants no more."""
    opened = await connect(
        url.replace("http", "ws", 1) + "/graphql", subprotocols=[Subprotocol("graphql-transport-ws")]
    )
    await opened.send('{"type": "connection_init"}')
    await opened.send(json.dumps({"id": "1", "type": "subscribe", "payload": asked("ws")}))

    async def leave() -> None:
        for message in last:
            await opened.send(message)
        if not last:
            await opened.close()

    return leave


TRANSPORTS: dict[str, Callable[[str], Awaitable[Leave]]] = {
    "POST": lambda url: over_http(url, post(asked("post")), socket.socket.close),
    "POST, two in a row": lambda url: over_http(
        url, post(asked("first")) + post(asked("second")), socket.socket.close
    ),
    "POST, after one that is answered": lambda url: over_http(
        url, post({"query": "{ __typename }"}) + post(asked("next")), socket.socket.close
    ),
    "POST, reset": lambda url: over_http(url, post(asked("reset")), reset),
    "GET": lambda url: over_http(url, get("get"), socket.socket.close),
    "event stream": lambda url: over_http(url, post(asked("sse"), "text/event-stream"), socket.socket.close),
    "WebSocket": over_websocket,
    "WebSocket, complete": lambda url: over_websocket(url, '{"id": "1", "type": "complete"}'),
}


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_a_client_that_leaves_ends_its_statement(
    url: str, database: Database, transport: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "learning_sites.access")
    leave = await TRANSPORTS[transport](url)
    await counted(database, RUNNING, lambda running: running > 0)
    await leave()
    assert await counted(database, RUNNING, lambda running: running == 0) < PROMPT_S
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
    if transport in ("POST", "GET"):
        await until(lambda: len(logged(caplog)) > 0)  # once the driver has closed its connection
        assert [line["status"] for line in logged(caplog)] == [499]


async def test_a_client_that_leaves_takes_nothing_from_one_who_asks_the_same(
    url: str, database: Database
) -> None:
    """Both wait for the same first run of a new text; it is planned for both."""
    new = {"query": HEAVY.replace("Heavy", "New"), "variables": {"term": "zzshared"}}
    first = connection(url, post(new))
    async with httpx.AsyncClient(base_url=url, timeout=PATIENCE_S) as client:
        second = asyncio.create_task(client.post("/graphql", json=new))
        await asyncio.sleep(0.3)
        first.close()
        answer = (await second).json()
    assert "errors" not in answer
    assert len(answer["data"]) == 100


async def test_a_mutation_is_finished_when_its_client_has_left(url: str, database: Database) -> None:
    """A transaction that takes the same key holds it up until its client is gone."""

    async def meanwhile(transaction: Transaction) -> None:
        await transaction.run(TAKE, {})
        opened = connection(url, post({"query": RECORD, "variables": {"requests": [REQUEST]}}))
        await counted(database, BLOCKED, lambda found: found == 1)
        opened.close()
        await asyncio.sleep(0.1)  # the server hears of it
        raise Left

    try:
        with pytest.raises(Left):
            await database.transact(meanwhile, Deadline.after(PATIENCE_S))
        await counted(database, WRITTEN, lambda found: found == 1)
    finally:
        await database.write(CLEAN_UP, {}, Deadline.after(PATIENCE_S))
