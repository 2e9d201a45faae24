"""The types, each with a resolver for what it is related to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import strawberry
from strawberry.types import Info

from bench.peers.dataloaders.context import Context
from bench.peers.dataloaders.statements import (
    GROUPS,
    JURISDICTIONS_OF_REQUESTS,
    JURISDICTIONS_OF_SITES,
    LARGE_COUNTIES,
    RECOMMEND,
    RECORD,
    REQUESTS,
    REQUESTS_OF_JURISDICTIONS,
    REQUESTS_OF_SITES,
    SEARCH,
    SITES,
    TOTALS,
)
from bench.peers.neo4j_graphql import parameters
from domain.months import month_after

LAST: Final = 12 * 9999
BEYOND: Final = "~"
"""After every key."""


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
