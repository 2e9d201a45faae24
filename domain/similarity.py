"""The formula by which two jurisdictions are compared, for numpy (loaders, backtest) and for Cypher alike.

The general form is Gower's (1971, Biometrics 27:857): a weighted mean of the partial similarities, each in
[0, 1], of the features that both sides know. The numbers are choices of this project unless a source is
named. docs/recommendation.md explains them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, NamedTuple

from pydantic.alias_generators import to_snake

from domain.distance import EARTH_KM, METERS_PER_MILE
from domain.vocabulary import JurisdictionKind as Kind
from domain.vocabulary import UrbanClass
from domain.weights import normalized

OTHER: Final = "OTHER"
"""Kind of a requester that no data describes."""
TRIBE: Final = "TRIBE"
"""Kind of a tribe, which similarity compares as OTHER."""
CITY_COUNTY: Final = "CITY_COUNTY"
"""Kind of a city and its county that are one government: it counts as the one that is more alike."""

WEIGHTS: Final[Mapping[str, float]] = {
    "size": 0.35,
    "density": 0.15,
    "setting": 0.30,
    "region": 0.12,
    "distance": 0.08,
}
"""Default weight of each partial similarity."""

FEATURES: Final[Mapping[str, str]] = {
    "size": "population",
    "density": "density",
    "setting": "urban class",
    "region": "state",
    "distance": "location",
}
"""The feature that each partial similarity compares, in words."""

KINDS: Final[Mapping[frozenset[str], float]] = {
    frozenset({Kind.COUNTY, Kind.REGION}): 0.9,
    frozenset({Kind.COUNTY, Kind.PLACE}): 0.5,
    frozenset({Kind.PLACE, Kind.REGION}): 0.5,
    frozenset({Kind.PLACE, Kind.CAMPUS}): 0.3,
    frozenset({Kind.COUNTY, Kind.CAMPUS}): 0.15,
    frozenset({Kind.REGION, Kind.CAMPUS}): 0.1,
}
"""Similarity of two kinds of jurisdiction: how alike they police, with or without a jail."""


class Trait(NamedTuple):
    """A trait of a county's people: a part of the similarity that weighs nothing unless a caller says so.

    `property` of a jurisdiction, and the difference of two values at which they are half as similar: a
    choice of this project, about two deciles of the counties.
    """

    property: str
    half_at: float


TRAITS: Final[Mapping[str, Trait]] = {
    "rurality": Trait("ruralUrbanCode", 2.0),
    "providers": Trait("mentalHealthProviders", 50.0),
    "poverty": Trait("povertyPercent", 5.0),
    "limitedEnglish": Trait("limitedEnglishPercent", 1.0),
    "native": Trait("nativePercent", 5.0),
    "age": Trait("age65Percent", 4.0),
    "groupQuarters": Trait("groupQuartersPercent", 2.0),
}
"""By the name of their weight. Codes 1 to 9, providers per 100,000 people, shares of people in percent."""


def compared(name: str, given: Mapping[str, float]) -> dict[str, Any]:
    """What a statement compares by: the weights `parts`, and the `traits` that weigh anything.

    All weights together are 1. Raises InvalidInput, whose message begins with `name`.
    """
    weights = normalized(name, {**WEIGHTS, **dict.fromkeys(TRAITS, 0.0)}, given)
    return {
        "parts": {part: weights[part] for part in WEIGHTS},
        "traits": [
            {"name": part, "property": trait.property, "halfAt": trait.half_at, "weight": weights[part]}
            for part, trait in TRAITS.items()
            if weights[part] > 0
        ],
        "traitWeight": sum(weights[part] for part in TRAITS),
    }


UNKNOWN_DENSITY: Final = 99.0
"""`logDensityKey` of an unknown density: the index over requesters has no nulls."""

AREAS: Final = (Kind.COUNTY, Kind.REGION)
"""Kinds that consist of whole counties, and so contain what lies in these."""


def _kinds(kind: str) -> tuple[str, ...]:
    return (Kind.COUNTY, Kind.PLACE) if kind == CITY_COUNTY else (kind,)


@dataclass(frozen=True, kw_only=True)
class SimilarityFormula:
    """Every number of the formula. Both engines take it from here, so a changed number changes both."""

    version: int = 3
    """Raised when the formula changes otherwise than by one of the numbers below."""
    weights: Mapping[str, float] = field(default_factory=lambda: WEIGHTS)
    most_unknown: float = 0.5
    """Two jurisdictions are not compared where more of the weight than this rests on unknown features."""
    half_at_log10: float = 0.6
    """Size and density are half as similar at this distance of their logarithms: at 4 times."""
    kinds: Mapping[frozenset[str], float] = field(default_factory=lambda: KINDS)
    """The same kind is 1, a pair that is missing here 0."""
    other_kind: float = 0.3
    """Similarity of the kind OTHER with any."""
    urban_steps: int = len(UrbanClass) - 1
    """From class 0, large metro, to class 4, noncore; so far apart the setting is not similar at all."""
    same_state: float = 1.0
    """State law and Medicaid first."""
    same_division: float = 0.5
    same_region: float = 0.25
    half_at_miles: float = 150.0
    neighbors: int = 25
    """Length of a list of similar jurisdictions."""
    decimals: int = 4
    """Of the scores and parts that SIMILAR_TO stores."""
    order_decimals: int = 6
    """Scores that agree so far are equal, and the key decides."""

    @property
    def tie(self) -> float:
        """Two scores closer than this may be equal."""
        return float(10.0**-self.order_decimals)

    @cached_property
    def kind_table(self) -> dict[str, float]:
        """Similarity of each pair of kinds, in both orders: `COUNTY|PLACE` → .5."""
        kinds = [*Kind, CITY_COUNTY, OTHER]
        return {f"{a}|{b}": self.kind_similarity(a, b) for a in kinds for b in kinds}

    def kind_similarity(self, a: str, b: str) -> float:
        """Similarity of two kinds, between 0 and 1."""
        if OTHER in (a, b):
            return self.other_kind
        if CITY_COUNTY in (a, b):
            return max(self.kind_similarity(one, other) for one in _kinds(a) for other in _kinds(b))
        return 1.0 if a == b else self.kinds.get(frozenset({a, b}), 0.0)

    @cached_property
    def parameter(self) -> dict[str, Any]:
        """The map that statements read as `$similarity`. Weights are the caller's: `ask.parts`."""
        return {
            "kinds": self.kind_table,
            "areas": [*map(str, AREAS), CITY_COUNTY],
            "mostUnknown": self.most_unknown,
            "halfAtLog10": self.half_at_log10,
            "halfAtMiles": self.half_at_miles,
            "metersPerMile": METERS_PER_MILE,
            "urbanSteps": self.urban_steps,
            "sameState": self.same_state,
            "sameDivision": self.same_division,
            "sameRegion": self.same_region,
            "neighbors": self.neighbors,
            "rounding": 10.0**-self.decimals,
            "orderDecimals": self.order_decimals,
            "tie": self.tie,
            "unknownDensity": UNKNOWN_DENSITY,
            "traits": [
                {"name": to_snake(part).upper(), "property": trait.property, "halfAt": trait.half_at}
                for part, trait in TRAITS.items()
            ],
        }

    @cached_property
    def recorded(self) -> dict[str, Any]:
        """What a list of SIMILAR_TO is stamped with. Other names or numbers here make every list anew."""
        return {
            "formula": self.version,
            "neighbors": self.neighbors,
            "decimals": self.decimals,
            "weights": dict(self.weights),
            "mostUnknown": self.most_unknown,
            "halfAtLog10": self.half_at_log10,
            "halfAtMiles": self.half_at_miles,
            "earthKm": EARTH_KM,
            "urbanSteps": self.urban_steps,
            "kinds": {"|".join(sorted(pair)): value for pair, value in self.kinds.items()}
            | {OTHER: self.other_kind},
            "sameState": self.same_state,
            "sameDivision": self.same_division,
            "sameRegion": self.same_region,
        }


SIMILARITY: Final = SimilarityFormula()
"""The formula in use."""
