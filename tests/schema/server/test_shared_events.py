"""Subscriptions that select the same cost one statement a change, however many they are."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest
from live import live
from websockets import ClientConnection, Subprotocol, connect

from graph.access import Access
from graph.database import Database
from graph.deadline import Deadline
from graph.settings import Settings
from graph.statements import statement

RAISE = statement("graph/data_version_raise")
PATIENCE_S = 30.0
SOCKETS, EACH = 10, 6
CHANGED = "subscription Changed($since: Int) { dataChanged(since: $since) { version currentSites } }"


@pytest.fixture(scope="module")
async def url(access: Access, settings: Settings) -> AsyncIterator[str]:
    async with live(access, settings.model_copy(update={"change_poll_s": 0.2})) as address:
        yield address


@asynccontextmanager
async def socket(url: str) -> AsyncIterator[ClientConnection]:
    async with connect(
        url.replace("http", "ws", 1) + "/graphql", subprotocols=[Subprotocol("graphql-transport-ws")]
    ) as opened:
        await opened.send('{"type": "connection_init"}')
        await opened.recv()
        yield opened


async def subscribe(opened: ClientConnection, id: str, query: str, **variables: Any) -> None:
    payload = {"query": query, "variables": variables}
    await opened.send(json.dumps({"id": id, "type": "subscribe", "payload": payload}))


async def received(opened: ClientConnection, count: int) -> list[Any]:
    async with asyncio.timeout(PATIENCE_S):
        return [json.loads(await opened.recv()) for _ in range(count)]


def executed(bolt_requests: list[str]) -> int:
    return len([request for request in bolt_requests if "currentSites" in request])


async def raise_version(database: Database) -> None:
    await database.write(RAISE, {}, Deadline.after(PATIENCE_S))


async def test_equal_subscriptions_of_all_sockets_are_executed_once_a_change(
    url: str, database: Database, bolt_requests: list[str]
) -> None:
    async with AsyncExitStack() as stack:
        sockets = [await stack.enter_async_context(socket(url)) for _ in range(SOCKETS)]
        for opened in sockets:
            for id in range(EACH):
                await subscribe(opened, str(id), CHANGED)
        await asyncio.sleep(0.5)
        versions = set()
        for _ in range(2):
            bolt_requests.clear()
            await raise_version(database)
            messages = [m for got in [await received(s, EACH) for s in sockets] for m in got]
            assert len(messages) == SOCKETS * EACH
            assert {m["type"] for m in messages} == {"next"}
            [event] = {json.dumps(m["payload"]) for m in messages}
            versions.add(event)
            assert executed(bolt_requests) == 1
        assert len(versions) == 2


async def test_another_selection_or_other_values_are_executed_for_themselves(
    url: str, database: Database, bolt_requests: list[str]
) -> None:
    async with socket(url) as opened:
        await subscribe(opened, "a", CHANGED)
        await subscribe(opened, "b", CHANGED.replace("version", "currentSites sitesNote"))
        await subscribe(opened, "c", CHANGED, since=-1)
        [first] = await received(opened, 1)
        assert first["id"] == "c"
        await asyncio.sleep(0.5)
        bolt_requests.clear()
        await raise_version(database)
        messages = {m["id"]: m["payload"]["data"]["dataChanged"] for m in await received(opened, 3)}
        assert messages["a"] == messages["c"]
        assert messages["b"].keys() == {"currentSites", "sitesNote"}
        assert executed(bolt_requests) == 3


async def test_a_subscriber_that_leaves_does_not_end_the_event_of_the_others(
    url: str, database: Database
) -> None:
    async with socket(url) as staying:
        async with socket(url) as leaving:
            await subscribe(leaving, "1", CHANGED)
            await subscribe(staying, "1", CHANGED)
            await asyncio.sleep(0.5)
            await raise_version(database)
            await leaving.send('{"id": "1", "type": "complete"}')
        [event] = await received(staying, 1)
        assert event["type"] == "next"
        assert "errors" not in event["payload"]


async def test_an_event_that_is_not_admitted_comes_later_and_is_not_lost(
    access: Access, settings: Settings, database: Database
) -> None:
    changes = {"change_poll_s": 0.1, "cost_rate": 200, "cost_burst": 1}
    async with live(access, settings.model_copy(update=changes)) as url, socket(url) as opened:
        await subscribe(opened, "1", CHANGED, since=-1)
        [first] = await received(opened, 1)
        for _ in range(2):
            await raise_version(database)
            [event] = await received(opened, 1)
            assert "errors" not in event["payload"]
            before, first = first, event
            version = event["payload"]["data"]["dataChanged"]["version"]
            assert version > before["payload"]["data"]["dataChanged"]["version"]
