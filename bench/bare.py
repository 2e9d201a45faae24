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
from neo4j import READ_ACCESS, AsyncDriver, AsyncGraphDatabase

from bench.frame import Raw, framed, serve
from cli.garbage_collection import tune_garbage_collection
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
            tune_garbage_collection()
            yield

    async def _ask(self, variables: dict[str, Any]) -> dict[str, Any]:
        assert self._driver is not None
        async with self._driver.session(
            database=self._access.database, default_access_mode=READ_ACCESS, fetch_size=-1
        ) as session:
            record = await (await session.run(STATEMENT, variables)).single(strict=True)
        return {"sites": {"edges": [{"node": _site(row)} for row in record[0]]}}


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


if __name__ == "__main__":
    settings = Settings.read()
    bare = Bare(Access.from_settings(settings))
    serve(Raw(bare) if sys.argv[1:] == ["raw"] else framed(bare), settings)
