"""Strawberry as it comes: resolvers by hand over the same driver, a DataLoader for each relationship.

It has what Strawberry's documentation advises for production: its ASGI view, caches of parsed and validated
documents, and DataLoaders that live for one request. Statements use the indexes that the planner's use.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import strawberry
from neo4j import READ_ACCESS, AsyncDriver, AsyncGraphDatabase
from starlette.applications import Starlette
from strawberry.asgi import GraphQL
from strawberry.dataloader import DataLoader
from strawberry.extensions import ParserCache, ValidationCache
from strawberry.types import Info

from bench.frame import serve
from bench.peers.neo4j_graphql import parameters
from domain.months import month_after
from graph.access import Access
from graph.settings import Settings
from graph.statements import statement

JURISDICTION: Final = "j {.key, .name, .state, .population}"
REQUEST: Final = "q {.key, .monthText, .status, .state, .jurisdictionType}"

SITES: Final = """CYPHER 25 MATCH (s:Site) WHERE s.key IS NOT NULL
WITH s ORDER BY s.key LIMIT $first RETURN s {.key, .name, .state, .status, .joinedYear} AS row"""
JURISDICTIONS_OF_SITES: Final = f"""CYPHER 25 UNWIND $keys AS key MATCH (s:Site {{key: key}})
RETURN key, COLLECT {{
  MATCH (s)-[:SERVES]->(j) WITH j ORDER BY j.key LIMIT $first RETURN {JURISDICTION}
}} AS rows"""
JURISDICTIONS_OF_REQUESTS: Final = f"""CYPHER 25 UNWIND $keys AS key MATCH (q:Request {{key: key}})
RETURN key, COLLECT {{
  MATCH (q)-[:FROM]->(j) WITH j ORDER BY j.key LIMIT $first RETURN {JURISDICTION}
}} AS rows"""
REQUESTS_OF_SITES: Final = f"""CYPHER 25 UNWIND $keys AS key MATCH (s:Site {{key: key}})
RETURN key, COLLECT {{
  MATCH (s)<-[r:ANSWERED_BY]-(q) USING INDEX r:ANSWERED_BY(site, month, request)
  WHERE r.site = s.key AND r.month IS NOT NULL AND r.request IS NOT NULL
  WITH q, r ORDER BY r.site DESC, r.month DESC, r.request DESC LIMIT $first RETURN {REQUEST}
}} AS rows"""
REQUESTS_OF_JURISDICTIONS: Final = f"""CYPHER 25 UNWIND $keys AS key MATCH (j:Jurisdiction {{key: key}})
RETURN key, COLLECT {{
  MATCH (j)<-[:FROM]-(q) WITH q ORDER BY q.month DESC, q.key DESC LIMIT $first RETURN {REQUEST}
}} AS rows"""
LARGE_COUNTIES: Final = f"""CYPHER 25
MATCH (j:Jurisdiction) WHERE j.population >= $population AND j.kind = 'COUNTY'
  AND EXISTS {{ (j)<-[:FROM]-(q) WHERE q.month >= $month AND q.status = 'MATCHED' }}
  AND NOT EXISTS {{ (j)<-[:FROM]-(q) WHERE q.status = 'WITHDRAWN' }}
WITH j ORDER BY j.population DESC, j.key LIMIT $first RETURN {JURISDICTION} AS row"""
REQUESTS: Final = f"""CYPHER 25 MATCH (q:Request) WHERE q.month <= $month AND q.key IS NOT NULL
  AND (q.month < $month OR q.key < $key)
WITH q ORDER BY q.month DESC, q.key DESC LIMIT $first RETURN {REQUEST} AS row"""
TOTALS: Final = """CYPHER 25 MATCH (j:Jurisdiction {kind: 'COUNTY'})
RETURN {counties: count(j), least: min(j.population), most: max(j.population), mean: avg(j.population),
  people: sum(j.population), matched: COUNT { (:Request {status: 'MATCHED'}) }} AS row"""
GROUPS: Final = """CYPHER 25 MATCH (q:Request) WITH q.status AS status, count(*) AS requests
RETURN {status: status, requests: requests} AS row ORDER BY status"""
SEARCH: Final = f"""CYPHER 25
CALL db.index.fulltext.queryNodes('jurisdiction_text', $phrase) YIELD node AS j, score
WITH j, score ORDER BY score DESC, j.population DESC, j.key LIMIT $first RETURN {JURISDICTION} AS row"""
RECOMMEND: Final = f"""CYPHER 25 WITH $ask AS ask CALL (ask) {{
{statement("field/recommend_sites").body}
}}
UNWIND answer.rows[..$first] AS best
RETURN best {{.key, .tier, .score, .factors, site: best.site.name}} AS row"""
RECORD: Final = """CYPHER 25 UNWIND $rows AS row
CREATE (q:Request {key: row.key, month: row.month, monthText: row.monthText, status: row.status,
  state: row.state, jurisdictionType: row.jurisdictionType, synthetic: true})
WITH q, row
MATCH (j:Jurisdiction {key: row.jurisdiction}), (s:Site {key: row.site}), (m:ProgramModel {key: row.model})
CREATE (q)-[:FROM {jurisdiction: j.key, month: q.month, request: q.key}]->(j), (q)-[:ABOUT]->(m),
  (q)-[:ANSWERED_BY {site: s.key, month: q.month, request: q.key}]->(s)
RETURN count(*) AS row"""
LAST: Final = 12 * 9999
BEYOND: Final = "~"
"""After every key."""

Rows = list[Mapping[str, Any]]


class Graph:
    """The driver, and the rows of a statement."""

    def __init__(self, driver: AsyncDriver, database: str) -> None:
        self._driver, self._database = driver, database

    async def rows(self, text: str, **parameters: Any) -> list[Any]:
        """The values of `row`."""
        return [record["row"] for record in await self._read(text, parameters)]

    def loader(self, text: str, first: int) -> DataLoader[str, Rows]:
        """The rows of a relationship by the key of the parent, at most `first` of each."""

        async def load(keys: list[str]) -> list[Rows]:
            found = await self._read(text, {"keys": keys, "first": first})
            rows = {record["key"]: record["rows"] for record in found}
            return [rows.get(key, []) for key in keys]

        return DataLoader(load)

    async def write(self, text: str, rows: list[dict[str, Any]]) -> int:
        """Runs a statement that returns a number, and again if it loses to another."""
        async with self._driver.session(database=self._database) as session:

            async def work(transaction: Any) -> int:
                return int((await (await transaction.run(text, rows=rows)).single(strict=True))["row"])

            return await session.execute_write(work)

    async def _read(self, text: str, parameters: dict[str, Any]) -> list[Any]:
        async with self._driver.session(
            database=self._database, default_access_mode=READ_ACCESS, fetch_size=-1
        ) as session:
            return [record async for record in await session.run(text, parameters)]


@dataclass
class Context:
    """The graph, and the loaders of one request by statement and `first`."""

    graph: Graph
    loaders: dict[tuple[str, int], DataLoader[str, Rows]] = field(default_factory=dict)

    async def related(self, text: str, key: str, first: int) -> Rows:
        """The rows of one parent."""
        if (text, first) not in self.loaders:
            self.loaders[text, first] = self.graph.loader(text, first)
        return await self.loaders[text, first].load(key)


def _related(info: Info[Context, None], text: str, key: str, first: int) -> Any:
    return info.context.related(text, key, first)


@strawberry.type
class Jurisdiction:
    key: str
    name: str
    state: str | None
    population: int | None

    @strawberry.field
    async def requests(self, info: Info[Context, None], first: int) -> list[Request]:
        return [_request(row) for row in await _related(info, REQUESTS_OF_JURISDICTIONS, self.key, first)]


@strawberry.type
class Request:
    key: str
    month: str
    status: str
    state: str | None
    jurisdiction_type: str | None

    @strawberry.field
    async def jurisdictions(self, info: Info[Context, None], first: int) -> list[Jurisdiction]:
        return [
            Jurisdiction(**row) for row in await _related(info, JURISDICTIONS_OF_REQUESTS, self.key, first)
        ]


@strawberry.type
class Site:
    key: str
    name: str
    state: str | None
    status: str
    joined_year: int | None

    @strawberry.field
    async def jurisdictions(self, info: Info[Context, None], first: int) -> list[Jurisdiction]:
        return [Jurisdiction(**row) for row in await _related(info, JURISDICTIONS_OF_SITES, self.key, first)]

    @strawberry.field
    async def requests(self, info: Info[Context, None], first: int) -> list[Request]:
        return [_request(row) for row in await _related(info, REQUESTS_OF_SITES, self.key, first)]


@strawberry.type
class Totals:
    counties: int
    least: int
    most: int
    mean: float
    people: float
    matched: int


@strawberry.type
class Group:
    status: str
    requests: int


@strawberry.type
class Factor:
    name: str
    weight: float
    value: float
    contribution: float


@strawberry.type
class Recommendation:
    key: str
    site: str
    tier: str | None
    score: float
    factors: list[Factor]


@strawberry.input
class NewRequest:
    key: str
    month: int
    month_text: str
    status: str
    state: str
    jurisdiction_type: str
    jurisdiction: str
    site: str
    model: str


@strawberry.type
class Query:
    @strawberry.field
    async def sites(self, info: Info[Context, None], first: int) -> list[Site]:
        return [_site(row) for row in await info.context.graph.rows(SITES, first=first)]

    @strawberry.field
    async def large_counties(
        self, info: Info[Context, None], population: int, month: int, first: int
    ) -> list[Jurisdiction]:
        rows = await info.context.graph.rows(LARGE_COUNTIES, population=population, month=month, first=first)
        return [Jurisdiction(**row) for row in rows]

    @strawberry.field
    async def requests(
        self, info: Info[Context, None], first: int, month: int = LAST, key: str = BEYOND
    ) -> list[Request]:
        rows = await info.context.graph.rows(REQUESTS, month=month, key=key, first=first)
        return [_request(row) for row in rows]

    @strawberry.field
    async def totals(self, info: Info[Context, None]) -> Totals:
        [row] = await info.context.graph.rows(TOTALS)
        return Totals(**row)

    @strawberry.field
    async def groups(self, info: Info[Context, None]) -> list[Group]:
        return [Group(**row) for row in await info.context.graph.rows(GROUPS)]

    @strawberry.field
    async def search(self, info: Info[Context, None], phrase: str, first: int) -> list[Jurisdiction]:
        rows = await info.context.graph.rows(SEARCH, phrase=phrase, first=first)
        return [Jurisdiction(**row) for row in rows]

    @strawberry.field
    async def recommend_sites(
        self,
        info: Info[Context, None],
        jurisdiction_key: str,
        models: list[str],
        topics: list[str],
        as_of: date,
        first: int,
    ) -> list[Recommendation]:
        maps = parameters()
        ask = maps.pop("question") | {
            "key": jurisdiction_key,
            "models": models,
            "topics": topics,
            "wishes": float(len(models) + len(topics)),
            "asOf": month_after(as_of),
        }
        rows = await info.context.graph.rows(RECOMMEND, ask=ask, first=first, **maps)
        return [_recommendation(row) for row in rows]


@strawberry.type
class Mutation:
    @strawberry.mutation
    async def record(self, info: Info[Context, None], rows: list[NewRequest]) -> int:
        return await info.context.graph.write(RECORD, [_stored(row) for row in rows])


def _site(row: Mapping[str, Any]) -> Site:
    return Site(
        key=row["key"],
        name=row["name"],
        state=row["state"],
        status=row["status"],
        joined_year=row["joinedYear"],
    )


def _request(row: Mapping[str, Any]) -> Request:
    return Request(
        key=row["key"],
        month=row["monthText"],
        status=row["status"],
        state=row["state"],
        jurisdiction_type=row["jurisdictionType"],
    )


def _recommendation(row: Mapping[str, Any]) -> Recommendation:
    factors = [Factor(**{name: each[name] for name in FACTOR}) for each in row["factors"]]
    return Recommendation(
        key=row["key"], site=row["site"], tier=row["tier"], score=row["score"], factors=factors
    )


FACTOR: Final = ("name", "weight", "value", "contribution")


def _stored(row: NewRequest) -> dict[str, Any]:
    return {
        "key": row.key,
        "month": row.month,
        "monthText": row.month_text,
        "status": row.status,
        "state": row.state,
        "jurisdictionType": row.jurisdiction_type,
        "jurisdiction": row.jurisdiction,
        "site": row.site,
        "model": row.model,
    }


class View(GraphQL[Context, None]):
    """Strawberry's view with a context of its own for each request."""

    graph: Graph

    async def get_context(self, request: Any, response: Any) -> Context:
        return Context(self.graph)


def application(access: Access) -> Starlette:
    """The view, with a driver while it lives."""
    schema = strawberry.Schema(Query, Mutation, extensions=[ParserCache, ValidationCache])
    view = View(schema, graphql_ide=None)

    @asynccontextmanager
    async def connected(_: Starlette) -> AsyncIterator[None]:
        async with AsyncGraphDatabase.driver(
            access.uri,
            auth=(access.username, access.password),
            telemetry_disabled=True,
            notifications_min_severity="OFF",
        ) as driver:
            view.graph = Graph(driver, access.database)
            yield

    app = Starlette(lifespan=connected)
    app.mount("/", view)
    return app


if __name__ == "__main__":
    settings = Settings.read()
    serve(application(Access.from_settings(settings)), settings)
