"""Names of jurisdictions for the service: its resolver, made anew after files have added jurisdictions."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from domain.resolution import ResolutionOutcome
from domain.vocabulary import JurisdictionType
from graph.database import Database
from graph.deadline import Deadline
from graph.errors import Unavailable
from graph.settings import Settings
from graph.viewer import Viewer
from loaders.bundled.resolver import resolver_of
from loaders.own_jurisdictions import OwnJurisdictions, read_own_jurisdictions
from loaders.resolver.answer import Answer, Resolved
from loaders.resolver.resolver import Resolver


class NameLookup:
    """Looks names up as files do, also among the jurisdictions that files have added to this graph."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database, self._settings = database, settings
        self._made: tuple[OwnJurisdictions, asyncio.Task[Resolver]] | None = None

    async def resolver(self, deadline: Deadline) -> Resolver:
        """The resolver; making it takes some seconds, also beyond the deadline of the first caller.

        Raises Unavailable, DataInvalid for a broken file of the operator, and the errors of the database.
        """
        own = await read_own_jurisdictions(self._database, deadline)
        if self._made is None or self._made[0] != own or _has_failed(self._made[1]):
            making = asyncio.to_thread(resolver_of, self._settings, own)
            self._made = own, asyncio.create_task(making)
        try:
            async with asyncio.timeout(deadline.remaining()):
                return await asyncio.shield(self._made[1])
        except TimeoutError as error:
            raise Unavailable(
                "The names of jurisdictions are being read; try again in some seconds."
            ) from error

    async def resolve(self, arguments: Mapping[str, Any], deadline: Deadline, _: Viewer) -> Mapping[str, Any]:
        """The parent row of the answer of `resolveJurisdiction`."""
        resolver = await self.resolver(deadline)
        kind = arguments.get("kind")
        answer = resolver.resolve(
            arguments["name"],
            state=arguments.get("state"),
            kind=kind and JurisdictionType[kind],
            fips=arguments.get("fips"),
        )
        return _row(answer, resolver)


def _has_failed(task: asyncio.Task[Resolver]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)


def _row(answer: Answer, resolver: Resolver) -> Mapping[str, Any]:
    outcome = ResolutionOutcome(type(answer).__name__.lower()).name
    if isinstance(answer, Resolved):
        found = [_match(resolver, key, answer.score) for key in answer.keys]
        reason = {"how": answer.how.name, "score": answer.score, "reason": None}
        return {"outcome": outcome, "found": found, "candidates": []} | reason
    candidates = [_match(resolver, each.key, each.score) for each in answer.candidates]
    reason = {"how": None, "score": None, "reason": answer.why}
    return {"outcome": outcome, "found": [], "candidates": candidates} | reason


def _match(resolver: Resolver, key: str, score: float) -> Mapping[str, Any]:
    one = resolver.jurisdiction(key)
    return {
        "key": key,
        "name": one.name,
        "state": one.state,
        "kind": one.kind.name,
        "county": resolver.county_of(one),
        "population": one.population,
        "score": score,
    }
