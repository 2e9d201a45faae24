"""The numbers by which jurisdictions are compared, shared by numpy (loaders) and Cypher (cypher/field).

The general form is Gower's (1971, Biometrics 27:857): a weighted mean over the features that both sides
know. The numbers are choices of this project unless a source is named.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import inf, isfinite
from typing import Final

from domain.vocabulary import JurisdictionKind as Kind
from graph.errors import InvalidInput

OTHER: Final = "OTHER"
"""Kind of a requester that no data describes, such as a tribe."""

WEIGHTS: Final[Mapping[str, float]] = {
    "size": 0.35,
    "density": 0.15,
    "setting": 0.30,
    "region": 0.12,
    "distance": 0.08,
}
SITE_WEIGHTS: Final[Mapping[str, float]] = {"place": 0.50, "models": 0.25, "topics": 0.15, "agency": 0.10}
"""Weights by which two sites are compared; the parts that both sides know are divided by their sum."""
FEATURES: Final[Mapping[str, str]] = {
    "size": "population",
    "density": "density",
    "setting": "urban class",
    "region": "state",
    "distance": "location",
}
"""What a part needs to know of both sides, in words."""
MOST_UNKNOWN: Final = 0.5
"""Share of the weight that may rest on unknown features; beyond it two jurisdictions are not compared."""

KINDS: Final[Mapping[frozenset[str], float]] = {
    frozenset({Kind.COUNTY, Kind.REGION}): 0.9,
    frozenset({Kind.COUNTY, Kind.PLACE}): 0.5,
    frozenset({Kind.PLACE, Kind.REGION}): 0.5,
    frozenset({Kind.PLACE, Kind.CAMPUS}): 0.3,
    frozenset({Kind.COUNTY, Kind.CAMPUS}): 0.15,
    frozenset({Kind.REGION, Kind.CAMPUS}): 0.1,
}
"""K: how alike two kinds police, with or without a jail; the same kind is 1, OTHER with any is OTHER_KIND."""
OTHER_KIND: Final = 0.3


def shares(what: str, defaults: Mapping[str, float], given: Mapping[str, float]) -> dict[str, float]:
    """The weights, defaults unless given, divided by their sum. Raises InvalidInput, which begins `what`."""
    for name, value in given.items():
        if not (isfinite(value) and value >= 0):
            raise InvalidInput(f"{what}.{name}: must be 0 or more (got {value}).")
    weights = {**defaults, **given}
    whole = sum(weights.values())
    if not 0 < whole < inf:
        raise InvalidInput(f"{what}: they must add up to more than 0, and to a finite number (got {whole}).")
    return {name: weight / whole for name, weight in weights.items()}


def kind_likeness(a: str, b: str) -> float:
    """K of two kinds."""
    if OTHER in (a, b):
        return OTHER_KIND
    return 1.0 if a == b else KINDS.get(frozenset({a, b}), 0.0)


def kind_table() -> dict[str, float]:
    """K as the map that the statement reads: `COUNTY|PLACE` → .5, both ways round."""
    kinds = [*Kind, OTHER]
    return {f"{a}|{b}": kind_likeness(a, b) for a in kinds for b in kinds}
