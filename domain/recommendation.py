"""What `cypher/field/recommend_sites` is asked: the question of a requester, and the numbers it weighs by.

The numbers marked tuned were picked on planted data; docs/recommendation.md says how far to trust them.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from math import isfinite, log10
from typing import Any, Final

from neo4j.spatial import WGS84Point

from domain.similarity import FEATURES, MOST_UNKNOWN, OTHER, WEIGHTS, kind_table, shares
from domain.vocabulary import AgencyType, AssistanceType, RequestStatus, SwornBand
from graph.errors import InsufficientProfile, InvalidInput

FACTORS: Final[Mapping[str, float]] = {
    "evidence": 0.55,  # tuned
    "fit": 0.20,  # tuned
    "coverage": 0.15,  # tuned
    "capacity": 0.10,  # tuned
    "assistance": 0.05,
    "distance": 0.10,
}
"""Weights of the factors; those that apply are divided by their sum."""

OUTCOMES: Final[Mapping[RequestStatus, float]] = {
    RequestStatus.COMPLETED: 1.0,
    RequestStatus.SCHEDULED: 0.7,
    RequestStatus.IN_PROGRESS: 0.7,
    RequestStatus.MATCHED: 0.5,
    RequestStatus.WITHDRAWN: 0.2,
    RequestStatus.REFERRED_ELSEWHERE: 0.0,
}
"""What an answer counts by how it ended."""

VISITS: Final = (AssistanceType.VISIT_HOSTED, AssistanceType.SITE_TRAVELS)

_POLICE, _SHERIFF = AgencyType.MUNICIPAL_POLICE, AgencyType.SHERIFF
_COUNTY, _COALITION = AgencyType.COUNTY_POLICE, AgencyType.COALITION
AGENCIES: Final[Mapping[frozenset[AgencyType], float]] = {
    frozenset({_SHERIFF, _COALITION}): 0.7,
    frozenset({_SHERIFF, _COUNTY}): 0.7,
    frozenset({_POLICE, _COUNTY}): 0.6,
    frozenset({_POLICE, _SHERIFF}): 0.5,
}
"""How alike two kinds of agency are; the same kind is 1, a campus with any other .2, all else 0."""
CAMPUS_WITH_OTHER: Final = 0.2


@dataclass(frozen=True, kw_only=True)
class Profile:
    """A jurisdiction that the graph does not know. What is not given is unknown, never guessed.

    Density in people per square mile, urban class 0 (large metro) to 4 (noncore), point in degrees.
    """

    state: str
    kind: str = OTHER
    population: int | None = None
    density: float | None = None
    urban_class: int | None = None
    county: str | None = None
    latitude: float | None = None
    longitude: float | None = None

    def properties(self, parts: Mapping[str, float] = WEIGHTS) -> dict[str, Any]:
        """The map that stands for a Jurisdiction node, compared by these weights, which add up to 1.

        Raises InvalidInput, InsufficientProfile.
        """
        for name, value in (("population", self.population), ("density", self.density)):
            if value is not None and not (value > 0 and isfinite(value)):
                raise InvalidInput(f"profile.{name}: must be above 0 (got {value}); leave it out if unknown.")
        if (self.latitude is None) != (self.longitude is None):
            raise InvalidInput("profile: latitude and longitude go together; give both or neither.")
        point = None
        if self.latitude is not None and self.longitude is not None:
            if not (-90 <= self.latitude <= 90 and -180 <= self.longitude <= 180):
                raise InvalidInput("profile: latitude is within ±90 and longitude within ±180 degrees.")
            point = WGS84Point((self.longitude, self.latitude))
        known = {
            "kind": self.kind,
            "state": self.state,
            "logPopulation": None if self.population is None else log10(self.population),
            "logDensity": None if self.density is None else log10(self.density),
            "urbanClass": self.urban_class,
            "county": self.county,
            "location": point,
        }
        _check_sufficient(known, parts)
        return known


def _check_sufficient(known: Mapping[str, Any], parts: Mapping[str, float]) -> None:
    given = {
        "size": known["logPopulation"] is not None,
        "density": known["logDensity"] is not None,
        "setting": known["urbanClass"] is not None,
        "region": True,
        "distance": known["location"] is not None,
    }
    unknown = sum(parts[part] for part, is_given in given.items() if not is_given)
    if round(unknown, 9) > MOST_UNKNOWN:
        missing = ", ".join(FEATURES[part] for part, is_given in given.items() if not is_given)
        raise InsufficientProfile(f"profile: too little is known to compare; give more of {missing}.")


@dataclass(frozen=True, kw_only=True)
class Question:
    """Who asks, for what, and as of when. At most one of `key` and `profile` is given.

    `weights` of factors and `parts` of similarity replace defaults, by name.
    """

    key: str | None = None
    profile: Profile | None = None
    models: Sequence[str] = ()
    topics: Sequence[str] = ()
    assistance: Sequence[str] = ()
    agency_type: str | None = None
    sworn_band: str | None = None
    weights: Mapping[str, float] = field(default_factory=dict)
    parts: Mapping[str, float] = field(default_factory=dict)
    as_of: date | None = None
    exclude: Sequence[str] = ()
    include_former: bool = False

    def ask(self) -> dict[str, Any]:
        """The map `ask` of the statement. Raises InvalidInput, InsufficientProfile."""
        weights = shares("weights", FACTORS, self.weights)
        parts = shares("weights.similarity", WEIGHTS, self.parts)
        visits = [kind.name for kind in VISITS]
        return {
            "key": self.key,
            "profile": self.profile and self.profile.properties(parts),
            "models": list(dict.fromkeys(self.models)),
            "topics": list(dict.fromkeys(self.topics)),
            "wishes": float(len(set(self.models)) + len(set(self.topics))),
            "assistance": list(dict.fromkeys(self.assistance)),
            "visits": visits,
            "visit": not set(visits).isdisjoint(self.assistance),
            "agencies": _agencies(self.agency_type),
            "swornBand": self.sworn_band and list(SwornBand.__members__).index(self.sworn_band),
            "weights": weights,
            "parts": parts,
            "kinds": kind_table(),
            "outcomes": {status.name: value for status, value in OUTCOMES.items()},
            "asOf": month_after(self.as_of or datetime.now(UTC).date()),
            "exclude": list(self.exclude),
            "includeFormer": self.include_former,
        }


def month_after(day: date) -> int:
    """Months since year 0 of the day after `day`: facts of earlier months are known by then.

    Months are our finest dates, so a month counts once it is over.
    """
    is_last = day.day == monthrange(day.year, day.month)[1]
    return 12 * day.year + day.month - 1 + is_last


def agency_likeness(one: AgencyType, other: AgencyType) -> float:
    """How alike two kinds of agency are, between 0 and 1."""
    pair = frozenset({one, other})
    with_campus = CAMPUS_WITH_OTHER if AgencyType.CAMPUS_POLICE in pair else 0.0
    return 1.0 if one is other else AGENCIES.get(pair, with_campus)


def agency_table() -> dict[str, float]:
    """The likeness of all pairs as the map that a statement reads: `SHERIFF|COALITION` → .7."""
    return {f"{a.name}|{b.name}": agency_likeness(a, b) for a in AgencyType for b in AgencyType}


def _agencies(asks: str | None) -> dict[str, float]:
    """Likeness of the asking agency to each kind of agency, by name; empty when it is not stated."""
    if asks is None:
        return {}
    return {other.name: agency_likeness(AgencyType[asks], other) for other in AgencyType}
