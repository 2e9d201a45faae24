"""Past requests, with what a ranking reads of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from domain.vocabulary import SwornBandBasis

Row = Mapping[str, Any]
"""A request as `cypher/backtest/requests` returns it, and as loaders make it of a row of a log:
`{key, properties, jurisdictions, models, topics, answers}`."""


@dataclass(frozen=True, slots=True)
class PastAnswer:
    """A site that answered; months since year 0, `closed` is None while it is open."""

    site: str
    matched: int
    closed: int | None
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRequest:
    """One request; places, models, topics and sites are keys, the other texts names of enum members.

    `sworn_band` is None unless the agency stated it: an estimate is ours and not part of a question.
    """

    key: str
    month: int
    synthetic: bool
    places: tuple[str, ...]
    models: frozenset[str]
    topics: frozenset[str]
    assistance: tuple[str, ...]
    agency_type: str | None
    sworn_band: str | None
    answers: tuple[PastAnswer, ...]

    @classmethod
    def of(cls, row: Row) -> Self:
        """From a row."""
        of = row["properties"]
        stated = of.get("swornBandBasis") == SwornBandBasis.STATED.name
        return cls(
            key=row["key"],
            month=of["month"],
            synthetic=of["synthetic"],
            places=tuple(sorted(row["jurisdictions"])),
            models=frozenset(row["models"]),
            topics=frozenset(row["topics"]),
            assistance=tuple(of["assistanceTypes"]),
            agency_type=of.get("agencyType"),
            sworn_band=of.get("swornBand") if stated else None,
            answers=tuple(sorted(map(_answer, row["answers"]), key=lambda answer: answer.site)),
        )


def requests_of(rows: Iterable[Row]) -> list[PastRequest]:
    """The requests in order of month and key; of rows with the same key the last counts, as in the graph."""
    latest = {row["key"]: PastRequest.of(row) for row in rows}
    return sorted(latest.values(), key=lambda request: (request.month, request.key))


def _answer(row: Mapping[str, Any]) -> PastAnswer:
    of = row["properties"]
    return PastAnswer(row["site"], of["matchedMonth"], of.get("closedMonth"), of["outcome"])
