"""GraphQL over server-sent events, on a real port."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from time import monotonic
from typing import Any

import httpx
import pytest
from live import live

from graph.access import Access
from graph.data_version import READ_VERSION as VERSION
from graph.database import Database
from graph.deadline import Deadline
from graph.settings import Settings
from graph.statements import statement

EVENTS = "text/event-stream"
JSON = "application/json"
RAISE = statement("graph/data_version_raise")
CHANGED = "subscription Changed($since: Int) { dataChanged(since: $since) { version } }"
SIGN_OF_LIFE = ("", None)
"""A comment: an event without a name."""
POLL_S = 0.2
PATIENCE_S = 30.0
PROMPT_S = 5.0


class Stream:
    """The events of one response, in order, and the signs of life between them."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self._lines = response.aiter_lines()

    async def event(self) -> tuple[str, Any]:
        """The name of the next event, and its data; a slow machine has signs of life before it."""
        while (message := await self.message()) == SIGN_OF_LIFE:
            pass
        return message

    async def quiet(self) -> bool:
        """True when what comes next is a sign of life."""
        return await self.message() == SIGN_OF_LIFE

    async def message(self) -> tuple[str, Any]:
        """What comes next."""
        name, data = "", ""
        async with asyncio.timeout(PATIENCE_S):
            async for line in self._lines:
                if not line:
                    break
                field, _, value = line.partition(":")
                name, data = (value.strip(), data) if field == "event" else (name, data + value.strip())
            else:
                raise AssertionError("the stream ended")
        return name, json.loads(data) if data else None

    async def version(self) -> int:
        """The version of the next event."""
        name, data = await self.event()
        assert name == "next"
        version: int = data["data"]["dataChanged"]["version"]
        return version


@pytest.fixture(scope="module")
async def client(access: Access, settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    changes = {"change_poll_s": POLL_S, "keep_alive_s": 0.5}
    async with (
        live(access, settings.model_copy(update=changes)) as url,
        httpx.AsyncClient(base_url=url, timeout=PATIENCE_S) as opened,
    ):
        yield opened


@asynccontextmanager
async def stream(
    client: httpx.AsyncClient, query: str, accept: str = EVENTS, **variables: Any
) -> AsyncIterator[Stream]:
    body, headers = {"query": query, "variables": variables}, {"accept": accept}
    async with client.stream("POST", "/graphql", json=body, headers=headers) as response:
        yield Stream(response)


async def raise_version(database: Database) -> None:
    await database.write(RAISE, {}, Deadline.after(PATIENCE_S))


async def present(database: Database) -> int:
    """The version, when all that the service remembers of it has become too old."""
    await asyncio.sleep(POLL_S)
    [record] = await database.read(VERSION, {}, Deadline.after(PATIENCE_S))
    version: int = record["version"]
    return version


async def test_a_query_is_one_event_and_the_end(client: httpx.AsyncClient) -> None:
    async with stream(client, '{ site(key: "site:houston-pd") { name } }') as opened:
        assert opened.response.headers["content-type"] == f"{EVENTS}; charset=utf-8"
        name, data = await opened.event()
        assert (name, data) == ("next", {"data": {"site": {"name": "Houston Police Department"}}})
        assert await opened.event() == ("complete", None)


async def test_an_invalid_document_is_an_error_in_an_event(client: httpx.AsyncClient) -> None:
    async with stream(client, "subscription { nothing }") as opened:
        name, data = await opened.event()
        assert name == "next"
        assert "data" not in data
        assert data["errors"][0]["extensions"] == {
            "code": "GRAPHQL_VALIDATION_FAILED",
            "requestId": opened.response.headers["x-request-id"],
        }
        assert await opened.event() == ("complete", None)


async def test_a_request_that_is_not_well_formed_is_refused_as_elsewhere(client: httpx.AsyncClient) -> None:
    answer = await client.post("/graphql", json={"query": 7}, headers={"accept": EVENTS})
    assert (answer.status_code, answer.headers["content-type"]) == (400, f"{JSON}; charset=utf-8")


async def test_variables_that_do_not_fit_end_the_stream(client: httpx.AsyncClient) -> None:
    async with stream(client, CHANGED, since="x") as opened:
        _, data = await opened.event()
        assert "$since" in data["errors"][0]["message"]
        assert await opened.event() == ("complete", None)


@pytest.mark.parametrize(
    ("selection", "message"),
    [
        ("a: dataChanged { version } b: dataChanged { version }", "must select only one top level field"),
        ("__typename", "must not select an introspection top level field"),
        ("dataChanged @skip(if: $yes) { version }", "@skip"),
    ],
)
async def test_a_subscription_is_of_one_field(
    client: httpx.AsyncClient, selection: str, message: str
) -> None:
    query = f"subscription Events($yes: Boolean = true) {{ {selection} }}"
    async with stream(client, query) as opened:
        _, data = await opened.event()
        assert message in " ".join(error["message"] for error in data["errors"])
        assert await opened.event() == ("complete", None)


async def test_without_since_the_first_event_is_the_next_change(
    client: httpx.AsyncClient, database: Database
) -> None:
    before = await present(database)
    async with stream(client, CHANGED) as opened:
        assert await opened.quiet(), "nothing has changed"
        await raise_version(database)
        assert await opened.version() == before + 1
        await raise_version(database)
        assert await opened.version() == before + 2


@pytest.mark.parametrize("behind", [1, -5])
async def test_a_client_with_another_version_gets_an_event_at_once(
    client: httpx.AsyncClient, database: Database, behind: int
) -> None:
    """Also when it is a newer one, of a graph that is not there any more."""
    await raise_version(database)
    now = await present(database)
    async with stream(client, CHANGED, since=now - behind) as opened:
        assert await opened.version() == now


async def test_a_client_with_the_current_version_gets_an_event_for_the_next(
    client: httpx.AsyncClient, database: Database
) -> None:
    now = await present(database)
    async with stream(client, CHANGED, since=now) as opened:
        assert await opened.quiet()
        await raise_version(database)
        assert await opened.version() == now + 1


async def test_a_burst_of_changes_is_an_event_or_two_and_the_last_is_the_newest(
    client: httpx.AsyncClient, database: Database
) -> None:
    before = await present(database)
    async with stream(client, CHANGED, since=before) as opened:
        started = monotonic()
        for _ in range(20):
            await raise_version(database)
        most = 2 + (monotonic() - started) / POLL_S
        events = [await opened.version()]
        while events[-1] < before + 20:
            events.append(await opened.version())
        assert len(events) <= most
        # An answer is read after the version that it is told for, so the newest may be told once more.
        if (again := await opened.message()) != SIGN_OF_LIFE:
            assert again == ("next", {"data": {"dataChanged": {"version": before + 20}}})
            assert await opened.quiet(), "nothing after it"


async def test_each_event_costs_one_statement_besides_the_watching(
    client: httpx.AsyncClient, database: Database, bolt_requests: list[str]
) -> None:
    now = await present(database)
    bolt_requests.clear()
    async with stream(client, CHANGED, since=now - 1) as opened:
        await opened.version()
    assert len([r for r in bolt_requests if "documentedSites" in r]) == 1


async def test_get_brings_subscriptions_to_an_event_source(
    client: httpx.AsyncClient, database: Database
) -> None:
    parameters = {"query": "subscription { dataChanged(since: -1) { version } }"}
    async with client.stream("GET", "/graphql", params=parameters, headers={"accept": EVENTS}) as response:
        assert await Stream(response).version() == await present(database)


async def test_who_accepts_json_too_gets_queries_as_json_and_subscriptions_as_events(
    client: httpx.AsyncClient,
) -> None:
    both = f"{JSON}, {EVENTS}"
    async with stream(client, "subscription { dataChanged(since: -1) { version } }", both) as opened:
        assert opened.response.headers["content-type"].startswith(EVENTS)
    async with stream(client, "{ __typename }", both) as opened:
        assert opened.response.headers["content-type"].startswith(JSON)


async def test_a_subscription_as_json_is_refused_with_the_remedy(
    client: httpx.AsyncClient,
) -> None:
    posted = await client.post("/graphql", json={"query": CHANGED})
    assert posted.status_code == 406
    assert EVENTS in posted.json()["errors"][0]["message"]
    got = await client.get("/graphql", params={"query": CHANGED})
    assert (got.status_code, got.headers["allow"]) == (405, "POST")
    head = await client.head("/graphql", params={"query": CHANGED}, headers={"accept": EVENTS})
    assert head.status_code == 405


async def test_a_client_that_leaves_ends_the_watching(
    client: httpx.AsyncClient, bolt_requests: list[str]
) -> None:
    async with stream(client, CHANGED) as opened:
        assert await opened.quiet()
    await asyncio.sleep(2 * POLL_S)
    bolt_requests.clear()
    await asyncio.sleep(4 * POLL_S)
    assert bolt_requests == []


async def test_a_service_that_stops_ends_its_streams_at_once_and_does_not_call_it_the_end(
    access: Access, settings: Settings
) -> None:
    async with AsyncExitStack() as service, httpx.AsyncClient(timeout=PATIENCE_S) as client:
        client.base_url = httpx.URL(await service.enter_async_context(live(access, settings)))
        async with stream(client, CHANGED) as opened:
            started = monotonic()
            stopping = asyncio.create_task(service.aclose())
            assert b"complete" not in await opened.response.aread()
        await stopping
    assert monotonic() - started < PROMPT_S


async def test_without_a_database_a_subscription_is_refused(settings: Settings) -> None:
    changes = {"deadline_s": 2.0}
    async with (
        live(Access("bolt://127.0.0.1:1", "neo4j", "x"), settings.model_copy(update=changes)) as url,
        httpx.AsyncClient(base_url=url, timeout=PATIENCE_S) as client,
        stream(client, CHANGED) as opened,
    ):
        _, data = await opened.event()
        assert data["data"] is None
        assert data["errors"][0]["path"] == ["dataChanged"]
        assert data["errors"][0]["extensions"]["code"] == "UNAVAILABLE"
        assert await opened.event() == ("complete", None)
