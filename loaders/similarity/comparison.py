"""Comparison of two jurisdictions: five partial similarities in [0, 1] and their weighted mean.

The general form is Gower's (1971, Biometrics 27:857): a mean over the features that both sides know. Numbers
below are choices of this project unless a source is named. Every partial is symmetric, so the score is too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Final, NamedTuple, Protocol, TypeVar

from domain.similarity import FEATURES, MOST_UNKNOWN, OTHER, WEIGHTS, kind_likeness
from domain.vocabulary import JurisdictionKind as Kind
from graph.errors import InsufficientProfile, InvalidInput

FORMULA: Final = 1
"""Version of the formula: raised when a part changes otherwise than by one of these numbers."""
HALF_AT: Final = 0.6  # log10: half as similar at 4 times the size or density
URBAN_STEPS: Final = 4  # from class 0, large metro, to class 4, noncore
SAME_STATE, SAME_DIVISION, SAME_REGION = 1.0, 0.5, 0.25  # state law and Medicaid first
HALF_MILES: Final = 150.0
EARTH_KM: Final = 6378.14  # the radius behind Neo4j's point.distance
KM_PER_MILE: Final = 1.609344


class Comparable(Protocol):
    """What is compared: a Jurisdiction, or a Profile of one that the graph does not know."""

    @property
    def kind(self) -> str: ...
    @property
    def state(self) -> str | None: ...
    @property
    def division(self) -> str | None: ...
    @property
    def census_region(self) -> str | None: ...
    @property
    def log_population(self) -> float | None: ...
    @property
    def log_density(self) -> float | None: ...
    @property
    def urban_class(self) -> int | None: ...
    @property
    def county(self) -> str | None: ...
    @property
    def members(self) -> tuple[str, ...]: ...
    @property
    def latitude(self) -> float | None: ...
    @property
    def longitude(self) -> float | None: ...


@dataclass(frozen=True, kw_only=True)
class Profile:
    """A jurisdiction that the graph does not know: what is not given is unknown, never guessed."""

    kind: str = OTHER
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


class Comparison(NamedTuple):
    """The score and its parts, each in [0, 1]; a part that one side does not know is None."""

    score: float
    size: float | None
    density: float | None
    setting: float | None
    region: float | None
    distance: float | None


class Adjacency:
    """Which counties touch, by FIPS."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        """`pairs` of county keys, each pair once, as `read_adjacency` gives them."""
        self._near: dict[str, set[str]] = {}
        for a, b in pairs:
            first, second = fips_of(a), fips_of(b)
            self._near.setdefault(first, {first}).add(second)
            self._near.setdefault(second, {second}).add(first)

    def around(self, counties: Iterable[str]) -> frozenset[str]:
        """The counties (FIPS) and all that touch one of them."""
        return frozenset(each for fips in counties for each in self._near.get(fips, {fips}))


Known = TypeVar("Known", bound=Comparable)


def score(
    a: Comparable, b: Comparable, adjacency: Adjacency, weights: Mapping[str, float] = WEIGHTS
) -> Comparison:
    """Compares two jurisdictions.

    Raises InsufficientProfile if more than half of the weight rests on features that one side does not know,
    and InvalidInput if one of them is a state and the other is not, or if no weight is above zero.
    """
    if (a.kind == Kind.STATE) != (b.kind == Kind.STATE):
        raise InvalidInput("a state compares only with states; ask for a county, place, campus or region")
    parts: dict[str, float | None] = {
        "size": _closeness(a.log_population, b.log_population),
        "density": _closeness(a.log_density, b.log_density),
        "setting": setting(a, b),
        "region": region(a, b),
        "distance": _distance(a, b, adjacency),
    }
    checked = checked_weights(weights)
    known = sum(checked[name] for name, part in parts.items() if part is not None)
    if 1 - known > MOST_UNKNOWN:
        missing = ", ".join(FEATURES[name] for name, part in parts.items() if part is None)
        raise InsufficientProfile(f"too little is known to compare: give at least one more of {missing}")
    total = sum(checked[name] * part for name, part in parts.items() if part is not None)
    return Comparison(total / known, **parts)


def fit(
    served: Iterable[Known],
    requester: Comparable,
    adjacency: Adjacency,
    weights: Mapping[str, float] = WEIGHTS,
) -> tuple[Known, Comparison]:
    """The jurisdiction, of those that a site serves, most like the requester; of equals the first."""
    compared = [(each, score(requester, each, adjacency, weights)) for each in served]
    return max(compared, key=lambda pair: round(pair[1].score, 6))


def checked_weights(weights: Mapping[str, float]) -> dict[str, float]:
    """The weights divided by their sum. Raises InvalidInput, which names what is wrong."""
    if wrong := set(weights) ^ set(WEIGHTS):
        raise InvalidInput(
            f"weights: {', '.join(sorted(wrong))} missing or unknown; known: {', '.join(WEIGHTS)}"
        )
    total = sum(weights.values())
    if not all(weight >= 0 for weight in weights.values()) or not 0 < total < float("inf"):
        raise InvalidInput("weights: each must be 0 or more, and at least one above 0")
    return {name: weight / total for name, weight in weights.items()}


def counties_of(one: Comparable) -> tuple[str, ...]:
    """FIPS of the counties that it lies in: its members', or its own; none if unknown."""
    return tuple(map(fips_of, one.members)) or ((one.county,) if one.county else ())


def fips_of(county_key: str) -> str:
    """`us-county:48201` → `48201`."""
    return county_key.removeprefix("us-county:")


def _closeness(a: float | None, b: float | None) -> float | None:
    return None if a is None or b is None else 1 / (1 + ((a - b) / HALF_AT) ** 2)


def setting(a: Comparable, b: Comparable) -> float | None:
    """The part of kind and urban class: kinds alike by who polices, classes by their steps apart."""
    if a.urban_class is None or b.urban_class is None:
        return None
    return kind_likeness(a.kind, b.kind) * (1 - abs(a.urban_class - b.urban_class) / URBAN_STEPS)


def region(a: Comparable, b: Comparable) -> float | None:
    """The part of state, Census division and Census region."""
    if a.state is None or b.state is None:
        return None
    if a.state == b.state:
        return SAME_STATE
    if a.division is not None and a.division == b.division:
        return SAME_DIVISION
    return SAME_REGION if a.census_region is not None and a.census_region == b.census_region else 0.0


def _distance(a: Comparable, b: Comparable, adjacency: Adjacency) -> float | None:
    if not adjacency.around(counties_of(a)).isdisjoint(counties_of(b)):
        return 1.0
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return None
    return float(0.5 ** (miles((a.latitude, a.longitude), (b.latitude, b.longitude)) / HALF_MILES))


def miles(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great circle distance of two points (latitude, longitude in degrees), by the haversine formula."""
    (lat_a, lon_a), (lat_b, lon_b) = (map(radians, point) for point in (a, b))
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half))) / KM_PER_MILE
