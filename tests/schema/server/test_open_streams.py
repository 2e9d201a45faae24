"""Sockets and event streams are limited by caller and in all, and a silent socket does not stay for ever."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from time import monotonic

import httpx
import pytest
from live import live
from websockets import ClientConnection, ConnectionClosed, Subprotocol, connect

from graph.access import Access
from graph.settings import Settings

EVENTS = {"accept": "text/event-stream"}
CHANGED = {"query": "subscription { dataChanged { version } }"}
PATIENCE_S = 30.0
IDLE_S = 1.0


@pytest.fixture(scope="module")
async def url(access: Access, settings: Settings) -> AsyncIterator[str]:
    changes = {"max_streams": 5, "max_streams_per_caller": 3, "keep_alive_s": 0.2, "socket_idle_s": 60.0}
    async with live(access, settings.model_copy(update=changes)) as address:
        yield address


@asynccontextmanager
async def socket(url: str, address: str = "127.0.0.1") -> AsyncIterator[ClientConnection]:
    async with connect(
        url.replace("http", "ws", 1) + "/graphql",
        subprotocols=[Subprotocol("graphql-transport-ws")],
        local_addr=(address, 0),
        max_queue=None,
    ) as opened:
        with suppress(ConnectionClosed):
            await opened.send('{"type": "connection_init"}')
        yield opened


@asynccontextmanager
async def stream(url: str, address: str = "127.0.0.1") -> AsyncIterator[httpx.Response]:
    transport = httpx.AsyncHTTPTransport(local_address=address)
    async with (
        httpx.AsyncClient(base_url=url, timeout=PATIENCE_S, transport=transport) as client,
        client.stream("POST", "/graphql", json=CHANGED, headers=EVENTS) as response,
    ):
        yield response


async def closed(opened: ClientConnection) -> tuple[int | None, str | None]:
    async with asyncio.timeout(PATIENCE_S):
        await opened.wait_closed()
    return opened.close_code, opened.close_reason


async def refusal(response: httpx.Response) -> tuple[int, str, str]:
    await response.aread()
    [error] = response.json()["errors"]
    assert int(response.headers["retry-after"]) >= 1
    return response.status_code, error["extensions"]["code"], error["message"]


async def test_one_caller_and_all_together_have_a_limit(url: str) -> None:
    async with AsyncExitStack() as stack:
        for open_ in (socket, stream, socket):
            await stack.enter_async_context(open_(url))
        async with stream(url) as refused:
            status, code, message = await refusal(refused)
        assert (status, code) == (429, "RATE_LIMITED")
        assert "LEARNING_SITES_MAX_STREAMS_PER_CALLER" in message
        async with socket(url) as another:
            close_code, reason = await closed(another)
        assert close_code == 1013
        assert "3 WebSockets and event streams" in (reason or "")
        for _ in range(2):
            other = await stack.enter_async_context(socket(url, "127.0.0.2"))
            assert await asyncio.wait_for(other.recv(), PATIENCE_S) == '{"type":"connection_ack"}'
        async with stream(url, "127.0.0.2") as refused:
            assert (await refusal(refused))[:2] == (503, "OVERLOADED")
        async with socket(url, "127.0.0.3") as another:
            assert (await closed(another))[0] == 1013
        async with httpx.AsyncClient(base_url=url) as client:  # other requests are not counted
            assert (await client.post("/graphql", json={"query": "{ __typename }"})).status_code == 200


async def test_what_has_ended_is_not_counted(url: str) -> None:
    for _ in range(4):
        async with AsyncExitStack() as stack:
            for _ in range(2):
                opened = await stack.enter_async_context(socket(url))
                assert await asyncio.wait_for(opened.recv(), PATIENCE_S) == '{"type":"connection_ack"}'
            assert (await stack.enter_async_context(stream(url))).status_code == 200
        await asyncio.sleep(0.3)


@pytest.mark.slow
async def test_a_silent_socket_is_closed_and_one_in_use_is_not(access: Access, settings: Settings) -> None:
    changes = {"socket_idle_s": IDLE_S}
    async with live(access, settings.model_copy(update=changes)) as url, AsyncExitStack() as stack:
        silent, pinging, subscribed = [await stack.enter_async_context(socket(url)) for _ in range(3)]
        await subscribed.send(json.dumps({"id": "1", "type": "subscribe", "payload": CHANGED}))
        started = monotonic()

        async def ping() -> None:
            while True:
                await pinging.send('{"type": "ping"}')
                await asyncio.sleep(IDLE_S / 4)

        keeping = asyncio.create_task(ping())
        code, reason = await closed(silent)
        assert code == 1000
        assert "LEARNING_SITES_SOCKET_IDLE_S" in (reason or "")
        assert monotonic() - started < IDLE_S + 3
        await asyncio.sleep(2 * IDLE_S)
        assert pinging.close_code is None
        assert subscribed.close_code is None
        await subscribed.send('{"id": "1", "type": "complete"}')
        assert (await closed(subscribed))[0] == 1000
        keeping.cancel()
        assert (await closed(pinging))[0] == 1000
