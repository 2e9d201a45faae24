"""What a name of a jurisdiction means: the answer of `resolveJurisdiction`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from domain.plain import MAX_NAME, plain_length
from domain.resolution import How, ResolutionOutcome
from domain.vocabulary import JurisdictionKind
from graph.errors import InvalidInput
from schema.declare import many, one, prop
from schema.sources import ByKey, FromParent, FromPort, Weight
from schema.types.enums import graphql_enum

graphql_enum(How, "ResolutionMethod")
graphql_enum(ResolutionOutcome)

MAX_FOUND: Final = 50
"""Names of several list no more."""


class JurisdictionMatch:
    """A jurisdiction that a name means, or may mean."""

    key: str = prop("Key of the jurisdiction.")
    name: str = prop("Name of the jurisdiction.")
    state: str = prop("Postal code of the state.")
    kind: JurisdictionKind = prop("Kind of jurisdiction.")
    county: str | None = prop("Name of the county of a place, campus, tribe or township.")
    population: int | None = prop("People, by the data that names are looked up in.")
    score: float = prop("Similarity of the name, from 0 to 1; 1 for the same name.")

    jurisdiction = one("The jurisdiction.", ByKey("Jurisdiction", "key"), "Jurisdiction")


class JurisdictionResolution:
    """What a name means: one jurisdiction, the several that it lists, candidates, or nothing."""

    outcome: ResolutionOutcome = prop("What the name turned out to mean.")
    how: How | None = prop("How it was found; null if it was not.")
    score: float | None = prop("Similarity of the name that was found, from 0 to 1; null if none was.")
    reason: str | None = prop("Why nothing was found, and what would decide, for people; null if it was.")

    found = many(
        "The jurisdiction that is meant; several where the name lists several.",
        FromParent("found"),
        "JurisdictionMatch",
        order=(),
        unpaged=True,
    )
    candidates = many(
        "What could be meant instead, at most 5, the likeliest first.",
        FromParent("candidates"),
        "JurisdictionMatch",
        order=(),
        unpaged=True,
    )


def _check(arguments: Mapping[str, Any]) -> None:
    """Raises InvalidInput for an argument that is too long, and where neither name nor code is given."""
    for name in ("name", "state", "fips"):
        if (length := plain_length(arguments.get(name) or "")) > MAX_NAME:
            raise InvalidInput(
                f"{name}: {length:,} characters were given, at most {MAX_NAME} are allowed (a ligature "
                "counts as its letters); give the name of one government."
            )
    if not (arguments["name"].strip() or arguments.get("fips")):
        raise InvalidInput('name: it is empty; give a name such as "Houston Police Department", or fips.')


RESOLUTION: Final = FromPort(
    "resolveJurisdiction", _check, max_rows=MAX_FOUND, weight=Weight(run=1_000, planning=40)
)
