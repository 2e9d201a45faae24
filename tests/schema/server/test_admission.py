"""One caller's flood is refused at once and with a reason; another caller notices nothing of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import count
from time import monotonic
from typing import Any

import httpx
import pytest
from live import ANY_OPERATION, live, until, warm
from websockets import Subprotocol, connect

from graph.access import Access
from graph.errors import RateLimited
from graph.settings import Settings
from schema.planner.run.cost_budget import CostBudgets

HONEST = "127.0.0.2"
"""Another caller: until one signs in, callers are told apart by their address."""
PATIENCE_S = 60.0
SITE = {"query": '{ site(key: "site:houston-pd") { name } }'}
NUMBERS = count()


def heavy(fields: int = 60) -> dict[str, Any]:
    """A query that takes seconds, never asked before."""
    number = next(NUMBERS)
    selected = " ".join(
        f'a{n}: jurisdictions(where: {{name: {{contains: "h{number}x{n}"}}}}) {{ totalCount }}'
        for n in range(fields)
    )
    return {"query": f"query Heavy{number} {{ {selected} }}"}


def new() -> dict[str, Any]:
    """A light query, never asked before."""
    return {"query": f"query New{next(NUMBERS)} {{ sites(first: 3) {{ edges {{ node {{ name }} }} }} }}"}


@asynccontextmanager
async def clients(url: str) -> AsyncIterator[tuple[httpx.AsyncClient, httpx.AsyncClient]]:
    """Two callers: one that floods, and one that does not."""
    async with AsyncExitStack() as stack:
        opened = [
            await stack.enter_async_context(
                httpx.AsyncClient(
                    base_url=url,
                    timeout=PATIENCE_S,
                    transport=httpx.AsyncHTTPTransport(
                        local_address=address, limits=httpx.Limits(max_connections=None)
                    ),
                )
            )
            for address in ("127.0.0.1", HONEST)
        ]
        await warm(opened[0])
        yield opened[0], opened[1]


def code(answer: httpx.Response) -> str | None:
    errors = answer.json().get("errors")
    return errors[0]["extensions"]["code"] if errors else None


@pytest.fixture(scope="module")
async def url(access: Access, settings: Settings) -> AsyncIterator[str]:
    changes = ANY_OPERATION | {"max_running": 4, "max_waiting": 6, "max_wait_s": 2.0, "deadline_s": 4.0}
    async with live(access, settings.model_copy(update=changes)) as address:
        yield address


@pytest.mark.slow
async def test_a_flood_is_refused_at_once_and_holds_nobody_up(url: str) -> None:
    async with clients(url) as (flooder, honest):

        async def timed(body: dict[str, Any]) -> tuple[httpx.Response, float]:
            started = monotonic()
            return await flooder.post("/graphql", json=body), monotonic() - started

        flood = [asyncio.create_task(timed(heavy())) for _ in range(60)]
        probes, answers = list[float](), list[httpx.Response]()
        while not all(task.done() for task in flood):
            started = monotonic()
            assert (await honest.get("/livez")).status_code == 200
            probes.append(monotonic() - started)
            answers.append(await honest.post("/graphql", json=new()))
        results = [task.result() for task in flood]
    assert [answer.json() for answer in answers if code(answer)] == []
    assert {answer.status_code for answer in answers} == {200}
    assert sorted(probes)[len(probes) // 2] < 0.1
    refused = [(answer, seconds) for answer, seconds in results if code(answer) == "OVERLOADED"]
    assert len(refused) >= 40
    for answer, _ in refused:
        assert answer.status_code == 503
        assert int(answer.headers["retry-after"]) >= 1
        [error] = answer.json()["errors"]
        assert error["extensions"]["retryable"] is True
        assert error["extensions"]["requestId"] == answer.headers["x-request-id"]
        assert "at its limit" in error["message"]
    assert {code(answer) for answer, _ in results} <= {
        None,
        "OVERLOADED",
        "DEADLINE_EXCEEDED",
        "STILL_PLANNING",
        "UNAVAILABLE",
    }
    assert max(seconds for _, seconds in results) < 4.0 + 2.0  # the deadline, and a busy machine


@asynccontextmanager
async def saturated(flooder: httpx.AsyncClient) -> AsyncIterator[None]:
    """All that one caller may run and leave waiting is taken."""
    async with asyncio.TaskGroup() as group:
        flood = [group.create_task(flooder.post("/graphql", json=heavy())) for _ in range(20)]
        await until(lambda: sum(task.done() for task in flood) >= 10)
        yield
        for task in flood:
            task.cancel()


async def test_cached_answers_probes_and_pages_are_never_refused(url: str) -> None:
    async with clients(url) as (flooder, _):
        got = await flooder.get("/graphql", params=SITE)
        etag = {"if-none-match": got.headers["etag"]}
        async with saturated(flooder):
            for _ in range(5):
                answers = await asyncio.gather(
                    flooder.get("/graphql", params=SITE),
                    flooder.get("/graphql", params=SITE, headers=etag),
                    flooder.get("/livez"),
                    flooder.get("/readyz"),
                    flooder.get("/schema.graphql"),
                    flooder.get("/graphql", headers={"accept": "text/html"}),
                )
                assert [answer.status_code for answer in answers] == [200, 304, 200, 200, 200, 200]


async def test_sockets_and_event_streams_pass_the_same_gate(url: str) -> None:
    async with clients(url) as (flooder, _), AsyncExitStack() as stack:
        socket = await stack.enter_async_context(
            connect(
                url.replace("http", "ws", 1) + "/graphql", subprotocols=[Subprotocol("graphql-transport-ws")]
            )
        )
        await socket.send('{"type": "connection_init"}')
        await socket.recv()
        async with saturated(flooder):
            for id in range(15):
                await socket.send(json.dumps({"id": str(id), "type": "subscribe", "payload": heavy()}))
            streams = [
                flooder.post("/graphql", json=heavy(), headers={"accept": "text/event-stream"})
                for _ in range(10)
            ]
            messages = [json.loads(await asyncio.wait_for(socket.recv(), PATIENCE_S)) for _ in range(5)]
            assert {each["type"] for each in messages} == {"error"}
            assert {each["payload"][0]["extensions"]["code"] for each in messages} == {"OVERLOADED"}
            texts = [answer.text for answer in await asyncio.gather(*streams)]
        assert sum('"OVERLOADED"' in text for text in texts) >= 5


async def test_new_documents_are_planned_beside_the_event_loop(url: str) -> None:
    """Each takes a tenth of a second of CPU or more, and as many as these held the loop for seconds."""
    async with clients(url) as (flooder, honest), asyncio.TaskGroup() as group:
        flood = [group.create_task(flooder.post("/graphql", json=heavy(300))) for _ in range(7)]
        waited = []
        for _ in range(40):
            started = monotonic()
            await honest.get("/livez")
            waited.append(monotonic() - started)
            await asyncio.sleep(0.02)
        for task in flood:
            task.cancel()
    assert sorted(waited)[len(waited) // 2] < 0.1


async def test_a_caller_that_has_spent_its_cost_must_wait_and_no_other(
    access: Access, settings: Settings
) -> None:
    changes = {"cost_rate": 10, "cost_burst": 100}
    async with live(access, settings.model_copy(update=changes)) as address, clients(address) as (one, other):
        first = await one.post("/graphql", json=new())
        assert (first.status_code, first.headers["ratelimit-policy"]) == (200, '"cost";q=100;w=10')
        assert first.headers["ratelimit"].startswith('"cost";r=')
        cached = {"query": "{ program { name } }"}
        assert (await one.post("/graphql", json=cached)).status_code == 200
        while (limited := await one.post("/graphql", json=new())).status_code == 200:
            pass
        assert limited.status_code == 429
        [error] = limited.json()["errors"]
        assert error["extensions"] | {"requestId": ""} == {
            "code": "RATE_LIMITED",
            "requestId": "",
            "retryable": True,
        }
        assert "LEARNING_SITES_COST_RATE" in error["message"]
        assert limited.headers["ratelimit"].startswith('"cost";r=0;t=')
        assert (await one.post("/graphql", json=cached)).status_code == 200
        assert (await other.post("/graphql", json=new())).status_code == 200
        await asyncio.sleep(int(limited.headers["retry-after"]))
        assert (await one.post("/graphql", json=new())).status_code == 200


async def test_callers_on_this_machine_may_spend_what_they_like_unless_stated(url: str) -> None:
    async with clients(url) as (one, _):
        answer = await one.post("/graphql", json=new())
        assert answer.status_code == 200
        assert "ratelimit" not in answer.headers


def test_callers_elsewhere_have_a_budget_by_default() -> None:
    budgets = CostBudgets(Settings(max_cost=1000))
    assert budgets.headers("127.0.0.1") == budgets.headers("::1") == {}
    for caller in ("192.0.2.7", "key:5d41402a"):
        for cost in (1000, 1001):
            budgets.spend(caller, cost)
        with pytest.raises(RateLimited, match="wait 1 s"):
            budgets.spend(caller, 1)
        assert budgets.headers(caller)["ratelimit"].startswith('"cost";r=0;t=')
    assert CostBudgets(Settings(cost_rate=0)).headers("192.0.2.7") == {}
    assert CostBudgets(Settings(cost_rate=5)).headers("127.0.0.1") != {}
