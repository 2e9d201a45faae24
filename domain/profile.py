"""A requester that the graph does not know, described by its features."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite, log10
from typing import Any

from neo4j.spatial import WGS84Point

from domain.similarity import FEATURES, OTHER, SIMILARITY, TRIBE, WEIGHTS
from graph.errors import InsufficientProfile, InvalidInput


@dataclass(frozen=True, kw_only=True)
class Profile:
    """Features of a jurisdiction without a node. What is not given is unknown, never guessed.

    Density in people per square mile, urban class 0 (large metro) to 4 (noncore), coordinates in degrees.
    """

    state: str
    kind: str = OTHER
    population: int | None = None
    density: float | None = None
    urban_class: int | None = None
    county: str | None = None
    latitude: float | None = None
    longitude: float | None = None

    def properties(self, weights: Mapping[str, float] = WEIGHTS, traits: float = 0.0) -> dict[str, Any]:
        """The properties that a Jurisdiction node would have.

        The `weights` of the partial similarities and that of the `traits`, which are unknown, add up to 1.
        Raises InvalidInput for a wrong value, and InsufficientProfile where too much of the weight rests on
        unknown features.
        """
        for name, value in (("population", self.population), ("density", self.density)):
            if value is not None and not (value > 0 and isfinite(value)):
                raise InvalidInput(f"profile.{name}: must be above 0 (got {value}); leave it out if unknown.")
        known = {
            "kind": self.kind,
            "comparedAs": OTHER if self.kind == TRIBE else self.kind,
            "state": self.state,
            "logPopulation": None if self.population is None else log10(self.population),
            "logDensity": None if self.density is None else log10(self.density),
            "urbanClass": self.urban_class,
            "county": self.county,
            "location": self._point(),
        }
        # Of a tribe without a point the statement takes that of its state.
        placed = known["location"] is not None or self.kind == TRIBE
        _check_sufficient(known, weights, traits, placed=placed)
        return known

    def _point(self) -> WGS84Point | None:
        if (self.latitude is None) != (self.longitude is None):
            raise InvalidInput("profile: latitude and longitude go together; give both or neither.")
        if self.latitude is None or self.longitude is None:
            return None
        if not (-90 <= self.latitude <= 90 and -180 <= self.longitude <= 180):
            raise InvalidInput("profile: latitude is within ±90 and longitude within ±180 degrees.")
        return WGS84Point((self.longitude, self.latitude))


def _check_sufficient(
    known: Mapping[str, Any], weights: Mapping[str, float], traits: float, *, placed: bool
) -> None:
    given = {
        "size": known["logPopulation"] is not None,
        "density": known["logDensity"] is not None,
        "setting": known["urbanClass"] is not None,
        "region": True,
        "distance": placed,
    }
    unknown = traits + sum(weights[part] for part, is_given in given.items() if not is_given)
    if round(unknown, 9) > SIMILARITY.most_unknown:
        missing = ", ".join(FEATURES[part] for part, is_given in given.items() if not is_given)
        raise InsufficientProfile(f"profile: too little is known to compare; give more of {missing}.")
