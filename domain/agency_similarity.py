"""How alike two agencies are: by their type, and by their size in sworn officers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from domain.vocabulary import AgencyType, SwornBand

_POLICE, _SHERIFF = AgencyType.MUNICIPAL_POLICE, AgencyType.SHERIFF
_COUNTY, _COALITION = AgencyType.COUNTY_POLICE, AgencyType.COALITION

AGENCIES: Final[Mapping[frozenset[AgencyType], float]] = {
    frozenset({_SHERIFF, _COALITION}): 0.7,
    frozenset({_SHERIFF, _COUNTY}): 0.7,
    frozenset({_POLICE, _COUNTY}): 0.6,
    frozenset({_POLICE, _SHERIFF}): 0.5,
}
"""Similarity of two types of agency; the same type is 1, CAMPUS_POLICE with another .2, all else 0."""
CAMPUS_WITH_OTHER: Final = 0.2
SWORN_BANDS: Final[Mapping[str, int]] = {name: place for place, name in enumerate(SwornBand.__members__)}
"""Position of each band in the order of size; the graph stores the name."""
SWORN_BAND_STEPS: Final = len(SWORN_BANDS) - 1
"""From the smallest band to the largest; so far apart two sizes are not similar at all."""


def agency_similarity(one: AgencyType, other: AgencyType) -> float:
    """Similarity of two types of agency, between 0 and 1."""
    if one is other:
        return 1.0
    pair = frozenset({one, other})
    return AGENCIES.get(pair, CAMPUS_WITH_OTHER if AgencyType.CAMPUS_POLICE in pair else 0.0)


def agency_table() -> dict[str, float]:
    """Similarity of each pair of types, in both orders: `SHERIFF|COALITION` → .7."""
    return {f"{a.name}|{b.name}": agency_similarity(a, b) for a in AgencyType for b in AgencyType}
