"""A database that is killed or emptied while we serve: refusals in time, and by itself well again."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Iterator
from time import monotonic
from typing import Any

import httpx
import pytest
from filled_home import FilledHome

from graph.access import access_to
from graph.database import Database
from graph.deadline import Deadline
from graph.embedded import EmbeddedServer, running
from graph.settings import Settings
from graph.statements import Statement
from schema.server.health import FRESH_S

pytestmark = pytest.mark.slow

DEADLINE_S = 4.0
SLACK_S = 2.0
PATIENCE_S = 120.0
EMPTY = Statement("empty", "CYPHER 25 MATCH (s:Site) DETACH DELETE s")
QUESTION = {"query": '{ site(key: "site:houston-pd") { name } dataVersion { version } }'}


@pytest.fixture(scope="module")
def own(settings: Settings, filled_home: FilledHome, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A graph of our own to kill, which has the one port for all of its lives."""
    home = filled_home.copy_to(tmp_path_factory.mktemp("outage"))
    return settings.model_copy(update={"home": home})


@pytest.fixture(scope="module")
def server(own: Settings) -> Iterator[EmbeddedServer]:
    with EmbeddedServer.start(own, train=False) as started:
        yield started


@pytest.fixture(scope="module")
async def client(own: Settings, server: EmbeddedServer, serve: Any) -> AsyncIterator[httpx.AsyncClient]:
    async with serve(access_to(own, server), deadline_s=DEADLINE_S, answer_cache_mb=0) as opened:
        yield opened


async def ask(client: httpx.AsyncClient) -> tuple[dict[str, Any], float]:
    """The answer, and how many seconds it took."""
    started = monotonic()
    answer = await client.post("/graphql", json=QUESTION)
    assert answer.status_code == 200
    return answer.json(), monotonic() - started


async def until_ready(client: httpx.AsyncClient) -> None:
    until = Deadline.after(PATIENCE_S)
    while (answer := await client.get("/readyz")).status_code != 200:
        assert until.left() > 0, answer.text
        await asyncio.sleep(0.2)


async def test_a_killed_database_is_reported_in_time_and_used_again_when_it_is_back(
    own: Settings, server: EmbeddedServer, client: httpx.AsyncClient
) -> None:
    await until_ready(client)
    before, _ = await ask(client)
    assert before["data"]["site"]["name"] == "Houston Police Department"

    instance = running(own)
    assert instance is not None
    asked = [asyncio.create_task(ask(client)) for _ in range(20)]
    await asyncio.sleep(0.01)
    os.kill(instance.java_pid, signal.SIGKILL)
    for answer, seconds in [*await asyncio.gather(*asked), *[await ask(client) for _ in range(3)]]:
        assert seconds < DEADLINE_S + SLACK_S
        codes = {error["extensions"]["code"] for error in answer.get("errors", ())}
        assert answer == before or codes == {"UNAVAILABLE"}
    assert codes == {"UNAVAILABLE"}, "the last question came after the end"
    await asyncio.sleep(FRESH_S)
    ready = await client.get("/readyz")
    assert (ready.status_code, ready.json()["checks"]) == (503, {"database": "UNAVAILABLE"})
    assert (await client.get("/livez")).status_code == 200

    killed = monotonic()
    await until_ready(client)
    print(f"ready again {monotonic() - killed:.1f} s after the kill")  # noqa: T201
    assert (await ask(client))[0] == before

    async with Database.open(access_to(own, server), own) as database:
        await database.write(EMPTY, {}, Deadline.after(PATIENCE_S))
    await asyncio.sleep(FRESH_S)
    ready = await client.get("/readyz")
    assert (ready.status_code, ready.json()["checks"]["data"][:14]) == (503, "no data loaded")
