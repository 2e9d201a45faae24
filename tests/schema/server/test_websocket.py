"""GraphQL over WebSockets (`graphql-transport-ws`), on a real port."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from live import live
from websockets import ClientConnection, ConnectionClosed, InvalidStatus, Subprotocol, connect

from graph.access import Access
from graph.database import Database
from graph.deadline import Deadline
from graph.settings import Settings
from graph.statements import statement

PROTOCOL = "graphql-transport-ws"
ORIGIN = "https://app.example"
RAISE = statement("graph/data_version_raise")
SITE = {
    "query": "query Site($key: String!) { site(key: $key) { name } }",
    "variables": {"key": "site:houston-pd"},
}
HOUSTON = {"data": {"site": {"name": "Houston Police Department"}}}
CHANGED = {"query": "subscription { dataChanged { version } }"}
INIT = {"type": "connection_init"}
ACK = {"type": "connection_ack"}
PATIENCE_S = 30.0
PROMPT_S = 5.0


class Socket:
    """A client's end, which speaks JSON."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    async def send(self, **message: Any) -> None:
        await self.connection.send(json.dumps(message))

    async def receive(self) -> Any:
        async with asyncio.timeout(PATIENCE_S):
            return json.loads(await self.connection.recv())

    async def ask(self, id: str, payload: Any) -> None:
        await self.send(id=id, type="subscribe", payload=payload)

    async def closed(self) -> tuple[int | None, str | None]:
        """The code and reason with which the server ends the socket, whatever it sends before."""
        async with asyncio.timeout(PATIENCE_S):
            await self.connection.wait_closed()
        return self.connection.close_code, self.connection.close_reason


@pytest.fixture(scope="module")
async def url(access: Access, settings: Settings) -> AsyncIterator[str]:
    changes = {
        "allowed_origins": (ORIGIN,),
        "change_poll_s": 0.2,
        "max_socket_operations": 3,
        "socket_init_s": 1.0,
        "max_body_kb": 64,
    }
    async with live(access, settings.model_copy(update=changes)) as address:
        yield address.replace("http", "ws", 1) + "/graphql"


@asynccontextmanager
async def opened(url: str, *protocols: str, **options: Any) -> AsyncIterator[Socket]:
    names = [Subprotocol(name) for name in protocols or (PROTOCOL,)]
    async with connect(url, subprotocols=names, **options) as connection:
        yield Socket(connection)


@pytest.fixture
async def socket(url: str) -> AsyncIterator[Socket]:
    """A socket that has introduced itself."""
    async with opened(url) as made:
        await made.send(**INIT)
        assert await made.receive() == ACK
        yield made


# Who may open one -------------------------------------------------------------------------------------


async def test_the_protocol_is_agreed_on(url: str) -> None:
    async with opened(url, "graphql-ws", PROTOCOL) as socket:
        assert socket.connection.subprotocol == PROTOCOL


@pytest.mark.parametrize("protocols", [("graphql-ws",), ("soap",)])
async def test_an_older_or_unknown_protocol_is_refused(url: str, protocols: tuple[str, ...]) -> None:
    async with opened(url, *protocols) as socket:
        assert (await socket.closed())[0] == 4406


async def test_a_web_page_of_elsewhere_is_refused(url: str) -> None:
    """Browsers let any page open a WebSocket, so else a page could read a graph on loopback."""
    for origin in ("https://evil.example", "http://127.0.0.1:1", "null", "https://app.example.evil.example"):
        with pytest.raises(InvalidStatus) as refused:
            async with opened(url, origin=origin):
                pass
        assert refused.value.response.status_code == 403


async def test_a_page_of_ours_or_of_an_allowed_origin_is_welcome(url: str) -> None:
    own = url.replace("ws", "http", 1).removesuffix("/graphql")
    for origin in (own, ORIGIN):
        async with opened(url, origin=origin) as socket:
            await socket.send(**INIT)
            assert await socket.receive() == ACK


async def test_a_host_that_is_not_ours_is_refused(url: str) -> None:
    port = urlsplit(url).port
    with pytest.raises(InvalidStatus) as refused:
        async with opened(f"ws://evil.example:{port}/graphql", host="127.0.0.1", port=port):
            pass
    assert refused.value.response.status_code == 400


# Operations -------------------------------------------------------------------------------------------


async def test_a_query_is_answered_and_complete(socket: Socket) -> None:
    await socket.ask("1", SITE)
    assert await socket.receive() == {"type": "next", "id": "1", "payload": HOUSTON}
    assert await socket.receive() == {"type": "complete", "id": "1"}


async def test_an_id_may_be_used_again_when_it_is_complete(socket: Socket) -> None:
    for _ in range(3):
        await socket.ask("same", SITE)
        assert [(await socket.receive())["type"] for _ in range(2)] == ["next", "complete"]


async def raised(database: Database) -> None:
    """Raises the version of the data again and again."""
    while True:
        await database.write(RAISE, {}, Deadline.after(PATIENCE_S))
        await asyncio.sleep(1)


async def test_operations_run_beside_each_other(socket: Socket, database: Database) -> None:
    await socket.ask("events", CHANGED)
    await socket.ask("query", SITE)
    assert (await socket.receive())["id"] == "query"
    assert (await socket.receive()) == {"type": "complete", "id": "query"}
    raising = asyncio.create_task(raised(database))  # until the subscription has begun to watch
    event = await socket.receive()
    raising.cancel()
    assert (event["id"], event["type"]) == ("events", "next")
    assert event["payload"]["data"]["dataChanged"]["version"] >= 1


async def test_a_document_that_cannot_run_is_an_error_and_no_end_of_the_socket(socket: Socket) -> None:
    await socket.ask("1", {"query": "{ nothing }"})
    refused = await socket.receive()
    assert (refused["type"], refused["id"]) == ("error", "1")
    assert refused["payload"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
    await socket.ask("1", SITE)
    assert (await socket.receive())["payload"] == HOUSTON


async def test_an_error_of_a_field_is_in_a_result(socket: Socket) -> None:
    query = '{ recommendSites(input: {for: {jurisdictionKey: "us-county:00000"}}) { totalCount } }'
    await socket.ask("1", {"query": query})
    answer = await socket.receive()
    assert answer["type"] == "next"
    assert answer["payload"]["errors"][0]["extensions"]["code"] == "UNKNOWN_KEY"
    assert (await socket.receive())["type"] == "complete"


async def test_a_subscription_that_is_completed_by_the_client_says_no_more(
    socket: Socket, database: Database
) -> None:
    await socket.ask("1", CHANGED)
    await socket.send(type="complete", id="1")
    await socket.send(type="complete", id="1")  # crossed on the way: nothing happens
    await database.write(RAISE, {}, Deadline.after(PATIENCE_S))
    await asyncio.sleep(0.6)
    await socket.send(type="ping")
    assert await socket.receive() == {"type": "pong"}


async def test_more_operations_than_one_socket_may_run_are_refused_with_the_limit(socket: Socket) -> None:
    for number in range(3):
        await socket.ask(str(number), CHANGED)
    await socket.ask("4", SITE)
    refused = await socket.receive()
    assert (refused["type"], refused["id"]) == ("error", "4")
    (error,) = refused["payload"]
    assert error["extensions"]["code"] == "TOO_MANY_OPERATIONS"
    assert error["extensions"]["retryable"] is True
    assert "3 operations" in error["message"]
    assert "LEARNING_SITES_MAX_SOCKET_OPERATIONS" in error["message"]
    await socket.send(type="complete", id="0")
    await socket.ask("4", SITE)
    assert (await socket.receive())["payload"] == HOUSTON


async def test_a_service_that_stops_ends_its_sockets_at_once_and_says_that_it_comes_back(
    access: Access, settings: Settings
) -> None:
    async with AsyncExitStack() as service:
        address = await service.enter_async_context(live(access, settings))
        async with opened(address.replace("http", "ws", 1) + "/graphql") as socket:
            await socket.send(**INIT)
            await socket.ask("1", CHANGED)
            assert await socket.receive() == ACK
            started = monotonic()
            stopping = asyncio.create_task(service.aclose())
            assert (await socket.closed())[0] == 1012  # service restart
        await stopping
    assert monotonic() - started < PROMPT_S


async def test_a_client_that_leaves_ends_the_watching(url: str, bolt_requests: list[str]) -> None:
    async with opened(url) as socket:
        await socket.send(**INIT)
        await socket.ask("1", CHANGED)
        assert await socket.receive() == ACK
        await asyncio.sleep(0.4)
    await asyncio.sleep(0.4)
    bolt_requests.clear()
    await asyncio.sleep(0.8)
    assert bolt_requests == []


# The protocol -----------------------------------------------------------------------------------------


async def test_ping_is_answered_with_its_payload_also_before_the_introduction(url: str) -> None:
    async with opened(url) as socket:
        await socket.send(type="ping", payload={"a": 1})
        assert await socket.receive() == {"type": "pong", "payload": {"a": 1}}
        await socket.send(type="pong")
        await socket.send(**INIT, payload={"token": "x"})
        assert await socket.receive() == ACK


async def test_a_socket_that_never_introduces_itself_is_ended(url: str) -> None:
    async with opened(url) as socket:
        await socket.send(type="ping")
        assert await socket.receive() == {"type": "pong"}
        assert await socket.closed() == (4408, "Connection initialisation timeout")


async def test_a_socket_that_has_introduced_itself_may_be_silent(socket: Socket) -> None:
    await asyncio.sleep(1.3)
    await socket.ask("1", SITE)
    assert (await socket.receive())["payload"] == HOUSTON


async def test_an_operation_before_the_introduction_is_unauthorized(url: str) -> None:
    async with opened(url) as socket:
        await socket.ask("1", SITE)
        assert await socket.closed() == (4401, "Unauthorized")


async def test_a_second_introduction_is_too_many(socket: Socket) -> None:
    await socket.send(**INIT)
    assert await socket.closed() == (4429, "Too many initialisation requests")


async def test_an_id_that_is_in_use_is_refused(socket: Socket) -> None:
    await socket.ask("1", CHANGED)
    await socket.ask("1", CHANGED)
    assert await socket.closed() == (4409, "Subscriber for 1 already exists")


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ("{", "not JSON"),
        ("[]", "one JSON object"),
        ("7", "one JSON object"),
        ("{}", "type: "),
        ('{"type": "start"}', "type: unknown message type 'start'"),
        ('{"type": "' + "ü" * 300 + '"}', "type: "),
        ('{"type": ["subscribe"]}', "type: "),
        ('{"type": "ping", "payload": 1}', "payload: "),
        ('{"type": "connection_init", "payload": []}', "payload: "),
        ('{"type": "complete"}', "id: "),
        ('{"type": "subscribe", "payload": {"query": "{ __typename }"}}', "id: "),
        ('{"type": "subscribe", "id": "", "payload": {"query": "{ __typename }"}}', "id: "),
        ('{"type": "subscribe", "id": 1, "payload": {"query": "{ __typename }"}}', "id: "),
        ('{"type": "subscribe", "id": "1"}', "one JSON object"),
        ('{"type": "subscribe", "id": "1", "payload": {}}', "query: "),
        ('{"type": "subscribe", "id": "1", "payload": {"query": 1}}', "query: "),
        ('{"type": "subscribe", "id": "1", "payload": {"query": "{a}", "variables": []}}', "variables: "),
        (b"binary", "A message must be text"),
    ],
)
async def test_an_invalid_message_closes_the_socket_with_the_reason(
    socket: Socket, message: str | bytes, reason: str
) -> None:
    await socket.connection.send(message)
    code, told = await socket.closed()
    assert code == 4400
    assert reason in (told or "")


async def test_a_message_over_the_limit_ends_the_socket(socket: Socket) -> None:
    await socket.ask("1", {"query": "{ __typename }" + " " * 64 * 1024})
    assert (await socket.closed())[0] == 1009


async def test_a_message_of_endless_fragments_ends_the_socket(socket: Socket) -> None:
    with suppress(ConnectionClosed):
        await socket.connection.send([""] * 5_000)
    assert (await socket.closed())[0] == 1009


async def test_a_message_of_the_limit_is_read(socket: Socket) -> None:
    await socket.ask("1", {"query": "{ __typename }" + " " * 63 * 1024})
    assert (await socket.receive())["payload"] == {"data": {"__typename": "Query"}}


# Log and faults ---------------------------------------------------------------------------------------


async def test_a_socket_and_each_of_its_operations_have_a_log_line_without_content(
    url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "learning_sites.access")
    async with opened(url, additional_headers={"x-request-id": "socket-7"}) as socket:
        assert socket.connection.response is not None
        assert socket.connection.response.headers["x-request-id"] == "socket-7"
        await socket.send(**INIT)
        await socket.ask("1", SITE)
        await socket.ask("2", {"query": "query Wrong { nothing }", "operationName": "Wrong"})
        for _ in range(4):
            await socket.receive()
    async with opened(url, "graphql-ws") as socket:
        await socket.closed()
    await asyncio.sleep(0.2)
    lines = [json.loads(r.getMessage()) for r in caplog.records if r.name == "learning_sites.access"]
    assert "houston" not in json.dumps(lines)
    *operations, first, second = [
        {k: v for k, v in line.items() if k not in ("time", "ms")} for line in lines
    ]
    assert first == {"id": "socket-7", "method": "WEBSOCKET", "path": "/graphql", "status": 101}
    assert (second["status"], second["close"]) == (101, 4406)
    assert {line["socket"] for line in operations} == {"socket-7"}
    assert {(line.get("operation"), line.get("code")) for line in operations} == {
        ("Site", None),
        ("Wrong", "GRAPHQL_VALIDATION_FAILED"),
    }


async def test_a_missing_database_is_an_error_in_a_result_and_the_socket_stays_open(
    settings: Settings,
) -> None:
    changes = {"deadline_s": 2.0}
    nothing = Access("bolt://127.0.0.1:1", "neo4j", "x")
    async with live(nothing, settings.model_copy(update=changes)) as address:
        async with opened(address.replace("http", "ws", 1) + "/graphql") as socket:
            await socket.send(**INIT)
            assert await socket.receive() == ACK
            await socket.ask("1", SITE)
            answer = await socket.receive()
            assert answer["payload"]["errors"][0]["extensions"]["code"] == "UNAVAILABLE"
            assert (await socket.receive())["type"] == "complete"
            await socket.send(type="ping")
            assert await socket.receive() == {"type": "pong"}
        async with httpx.AsyncClient(base_url=address) as client:
            assert (await client.get("/livez")).status_code == 200
