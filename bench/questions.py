"""Questions through the API against their bare statement: what GraphQL and HTTP add."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import orjson
import uvicorn
from neo4j import READ_ACCESS, AsyncGraphDatabase

from bench.rounds import Contender, Row, interleaved
from cli.http_server.listener import address, listen
from cli.mutations import ports
from graph.access import Access
from graph.database import Database
from graph.settings import Settings
from graph.viewer import STAFF
from schema.model import MODEL
from schema.planner.run.executor import Executor
from schema.server.app import create_app
from schema.server.pages.default_query import default_query

SITES = """{ sites(first: 20) { edges { node { name status jurisdictions(first: 3) { edges { node {
  name population } } } models { name } requests(first: 8) { edges { node { key month status } } } } } } }"""


async def questions(access: Access, settings: Settings) -> list[Row]:
    """The question of questions, and a list of sites with what hangs on them."""
    who = default_query(STAFF)
    rows = []
    async with _served(access, settings) as url, httpx.AsyncClient() as client:
        for name, text in (("WhoShouldWeAsk", who), ("20 sites with requests", SITES)):
            bare = _bare(access, settings, text)
            async with bare as ask:
                contenders = {f"{name}: bare statement": ask, f"{name}: API": _api(client, url, text)}
                rows += await interleaved(contenders)
    return rows


def _api(client: httpx.AsyncClient, url: str, text: str) -> Contender:
    body = orjson.dumps({"query": text})

    async def ask() -> object:
        answer = await client.post(url, content=body, headers={"content-type": "application/json"})
        assert "errors" not in answer.json()
        return answer

    return ask


@asynccontextmanager
async def _bare(access: Access, settings: Settings, text: str) -> AsyncIterator[Contender]:
    """The same Cypher through the same driver, encoded by orjson: no GraphQL, no HTTP."""
    async with (
        Database.open(access, settings) as database,
        AsyncGraphDatabase.driver(
            access.uri, auth=(access.username, access.password), notifications_min_severity="OFF"
        ) as driver,
    ):
        executor = Executor(MODEL, database, settings)
        operation = executor.operation(text, None)
        planned, bound = executor.plan(operation, operation.variables.coerced({}))
        statement = planned.statement
        assert statement is not None

        async def ask() -> object:
            async with driver.session(
                database=access.database, default_access_mode=READ_ACCESS, fetch_size=-1
            ) as session:
                result = await session.run(statement.text, bound.parameters)
                return orjson.dumps((await result.single(strict=True))["row"], default=str)

        yield ask


@asynccontextmanager
async def _served(access: Access, settings: Settings) -> AsyncIterator[str]:
    with listen(settings) as taken:
        config = uvicorn.Config(
            create_app(settings, access, ports),
            loop="none",
            http="httptools",
            log_config=None,
            access_log=False,
        )
        server = uvicorn.Server(config)
        task = asyncio.create_task(server.serve(sockets=[taken]))
        while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.01)
        try:
            yield f"{address(taken)}/graphql"
        finally:
            server.should_exit = True
            await task
