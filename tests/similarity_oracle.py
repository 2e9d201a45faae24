"""Two jurisdictions compared in plain Python: what numpy and Cypher must answer.

Written from the definition of the parts. The numbers are typed out again here, so that a change of one side
alone is seen. Every part is symmetric, so the score is too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Final, NamedTuple, TypeVar

from graph.errors import InsufficientProfile, InvalidInput
from loaders.adjacency import Adjacency, fips_of
from loaders.similarity.features import Comparable

WEIGHTS: Final = {"size": 0.35, "density": 0.15, "setting": 0.30, "region": 0.12, "distance": 0.08}
MOST_UNKNOWN: Final = 0.5
HALF_AT_LOG10, HALF_AT_MILES, URBAN_STEPS = 0.6, 150, 4
SAME_STATE, SAME_DIVISION, SAME_REGION = 1.0, 0.5, 0.25
EARTH_KM, KM_PER_MILE = 6378.14, 1.609344
KINDS: Final = {
    frozenset({"COUNTY", "REGION"}): 0.9,
    frozenset({"COUNTY", "PLACE"}): 0.5,
    frozenset({"PLACE", "REGION"}): 0.5,
    frozenset({"PLACE", "CAMPUS"}): 0.3,
    frozenset({"COUNTY", "CAMPUS"}): 0.15,
    frozenset({"REGION", "CAMPUS"}): 0.1,
}
OTHER_KIND: Final = 0.3
FEATURES: Final = {
    "size": "population",
    "density": "density",
    "setting": "urban class",
    "region": "state",
    "distance": "location",
}


@dataclass(frozen=True, kw_only=True)
class Profile:
    """A jurisdiction that the graph does not know."""

    kind: str = "OTHER"
    compared_as: str = ""
    state: str | None = None
    division: str | None = None
    census_region: str | None = None
    log_population: float | None = None
    log_density: float | None = None
    urban_class: int | None = None
    county: str | None = None
    members: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None


Compared = Comparable | Profile
Known = TypeVar("Known", bound=Compared)


class Comparison(NamedTuple):
    """The score and its parts, each in [0, 1]; a part that one side does not know is None."""

    score: float
    size: float | None
    density: float | None
    setting: float | None
    region: float | None
    distance: float | None


def score(
    a: Compared, b: Compared, adjacency: Adjacency, weights: Mapping[str, float] = WEIGHTS
) -> Comparison:
    """Compares two jurisdictions; `weights` replaces defaults.

    Raises InsufficientProfile if more than half of the weight rests on features that one side does not know,
    and InvalidInput if one of them is a state and the other is not.
    """
    if (a.kind == "STATE") != (b.kind == "STATE"):
        raise InvalidInput("a state compares only with states")
    parts: dict[str, float | None] = {
        "size": _closeness(a.log_population, b.log_population),
        "density": _closeness(a.log_density, b.log_density),
        "setting": _setting(a, b),
        "region": _region(a, b),
        "distance": _distance(a, b, adjacency),
    }
    total_weight = sum(weights.values())
    shares = {name: weight / total_weight for name, weight in weights.items()}
    known = sum(shares[name] for name, part in parts.items() if part is not None)
    if 1 - known > MOST_UNKNOWN:
        missing = ", ".join(FEATURES[name] for name, part in parts.items() if part is None)
        raise InsufficientProfile(f"too little is known to compare: give more of {missing}")
    total = sum(shares[name] * part for name, part in parts.items() if part is not None)
    return Comparison(total / known, **parts)


def fit(
    served: Iterable[Known],
    requester: Compared,
    adjacency: Adjacency,
    weights: Mapping[str, float] = WEIGHTS,
) -> tuple[Known, Comparison]:
    """The served jurisdiction that is most similar to the requester; of equals the first."""
    compared = [(each, score(requester, each, adjacency, weights)) for each in served]
    return max(compared, key=lambda pair: round(pair[1].score, 6))


def nested(a: Compared, b: Compared) -> bool:
    """Whether one contains the other: a county its places, a region its counties and theirs."""
    if a.kind == b.kind or not {a.kind, b.kind} & {"COUNTY", "REGION"}:
        return False
    return bool(set(_counties(a)) & set(_counties(b)))


def miles(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two points (latitude, longitude in degrees), by the haversine formula."""
    (lat_a, lon_a), (lat_b, lon_b) = (map(radians, point) for point in (a, b))
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half))) / KM_PER_MILE


def _closeness(a: float | None, b: float | None) -> float | None:
    return None if a is None or b is None else 1 / (1 + ((a - b) / HALF_AT_LOG10) ** 2)


def _setting(a: Compared, b: Compared) -> float | None:
    if a.urban_class is None or b.urban_class is None:
        return None
    kind = max(_kind(one, other) for one in _kinds(a) for other in _kinds(b))
    return kind * (1 - abs(a.urban_class - b.urban_class) / URBAN_STEPS)


def _kinds(one: Compared) -> tuple[str, ...]:
    """A city and its county in one are both."""
    return ("COUNTY", "PLACE") if one.compared_as == "CITY_COUNTY" else (one.kind,)


def _kind(a: str, b: str) -> float:
    if "OTHER" in (a, b):
        return OTHER_KIND
    return 1.0 if a == b else KINDS.get(frozenset({a, b}), 0.0)


def _region(a: Compared, b: Compared) -> float | None:
    if a.state is None or b.state is None:
        return None
    if a.state == b.state:
        return SAME_STATE
    if a.division is not None and a.division == b.division:
        return SAME_DIVISION
    return SAME_REGION if a.census_region is not None and a.census_region == b.census_region else 0.0


def _distance(a: Compared, b: Compared, adjacency: Adjacency) -> float | None:
    if not adjacency.around(_counties(a)).isdisjoint(_counties(b)):
        return 1.0
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return None
    return float(0.5 ** (miles((a.latitude, a.longitude), (b.latitude, b.longitude)) / HALF_AT_MILES))


def _counties(one: Compared) -> list[str]:
    return [fips_of(member) for member in one.members] or ([one.county] if one.county else [])
