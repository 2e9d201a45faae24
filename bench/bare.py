"""The bare endpoint: what a careful person writes by hand for this one question, and nothing else.

One statement in the cheapest form that was found, one round trip, one record of nested lists; Python puts
the keys back and orjson prints. No GraphQL, no check of anything. It is there twice: as an application of
Starlette with one route, which is what the API is held against, and without a framework, the ceiling.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

import orjson
import uvicorn
from neo4j import READ_ACCESS, AsyncDriver, AsyncGraphDatabase
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from cli.http import address, listen, settle
from graph.access import Access
from graph.settings import Settings

# Forms that were compared, Neo4j's CPU at L: see docs/performance.md.
STATEMENT: Final = """CYPHER 25
RETURN COLLECT {
  MATCH (s:Site) WHERE s.key IS NOT NULL WITH s ORDER BY s.key LIMIT $sites
  RETURN [s.key, s.name, s.state, s.status, s.joinedYear,
    COLLECT { MATCH (s)-[:SERVES]->(j) WITH j ORDER BY j.key LIMIT 1 RETURN [j.key, j.name] },
    COLLECT {
      MATCH (s)<-[r:ANSWERED_BY]-(q) USING INDEX r:ANSWERED_BY(site, month, request)
      WHERE r.site = s.key AND r.month IS NOT NULL AND r.request IS NOT NULL
      WITH q, r ORDER BY r.site DESC, r.month DESC, r.request DESC LIMIT $requests
      RETURN [q.key, q.month, q.status, q.state, q.jurisdictionType,
        COLLECT { MATCH (q)-[:FROM]->(j) WITH j ORDER BY j.key LIMIT 1 RETURN [j.key, j.name] }]
    }]
} AS row"""
HEADERS: Final = (b"content-type", b"application/json; charset=utf-8")


class Bare:
    """The question, asked over one driver."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._driver: AsyncDriver | None = None

    async def answer(self, body: bytes) -> bytes:
        """The JSON for whatever is posted: the data of the question."""
        return orjson.dumps({"data": await self._ask(orjson.loads(body)["variables"])})

    @asynccontextmanager
    async def connected(self, _: object = None) -> AsyncIterator[None]:
        """A driver while the application lives."""
        access = self._access
        async with AsyncGraphDatabase.driver(
            access.uri,
            auth=(access.username, access.password),
            telemetry_disabled=True,
            notifications_min_severity="OFF",
        ) as self._driver:
            settle()
            yield

    async def _ask(self, variables: dict[str, Any]) -> dict[str, Any]:
        assert self._driver is not None
        async with self._driver.session(
            database=self._access.database, default_access_mode=READ_ACCESS, fetch_size=-1
        ) as session:
            record = await (await session.run(STATEMENT, variables)).single(strict=True)
        return {"sites": {"edges": [{"node": _site(row)} for row in record[0]]}}


class Raw:
    """An ASGI application without a framework."""

    def __init__(self, bare: Bare) -> None:
        self._bare = bare

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a post at any path."""
        if scope["type"] == "lifespan":
            await receive()
            async with self._bare.connected():
                await send({"type": "lifespan.startup.complete"})
                await receive()
            await send({"type": "lifespan.shutdown.complete"})
            return
        body = b""
        while True:
            message = await receive()
            body += message["body"]
            if not message.get("more_body"):
                break
        content = await self._bare.answer(body)
        headers = [HEADERS, (b"content-length", str(len(content)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": content})


def framed(bare: Bare) -> Starlette:
    """The same by Starlette: one route, a request, a response."""

    async def answer(request: Request) -> Response:
        return Response(await bare.answer(await request.body()), media_type="application/json")

    return Starlette(routes=[Route("/", answer, methods=["POST"])], lifespan=bare.connected)


def _site(row: list[Any]) -> dict[str, Any]:
    key, name, state, status, joined, jurisdictions, requests = row
    return {
        "key": key,
        "name": name,
        "state": state,
        "status": status,
        "joinedYear": joined,
        "jurisdictions": _jurisdictions(jurisdictions),
        "requests": {"edges": [{"node": _request(each)} for each in requests]},
    }


def _request(row: list[Any]) -> dict[str, Any]:
    key, month, status, state, kind, jurisdictions = row
    return {
        "key": key,
        "month": f"{month // 12:04d}-{month % 12 + 1:02d}",
        "status": status,
        "state": state,
        "jurisdictionType": kind,
        "jurisdictions": _jurisdictions(jurisdictions),
    }


def _jurisdictions(rows: list[list[str]]) -> dict[str, Any]:
    return {"edges": [{"node": {"key": key, "name": name}} for key, name in rows]}


def main() -> None:
    """Serves until it is told to stop, with the product's own server and garbage collection.

    `python -m bench.bare raw` serves without the framework.
    """
    settings = Settings.read()
    with listen(settings) as taken:
        bare = Bare(Access.from_settings(settings))
        application = Raw(bare) if sys.argv[1:] == ["raw"] else framed(bare)
        config = uvicorn.Config(
            application, loop="uvloop", http="httptools", access_log=False, log_config=None
        )
        print(address(taken), flush=True)  # the socket listens: who asks too early waits
        uvicorn.Server(config).run(sockets=[taken])


if __name__ == "__main__":
    main()
