"""A jurisdiction as our files describe it, the resolver finds it and the graph holds it."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Annotated, Any

from neo4j.spatial import WGS84Point
from pydantic import AfterValidator, Field
from pydantic.alias_generators import to_camel

from domain.similarity import CITY_COUNTY, UNKNOWN_DENSITY
from domain.states import STATES
from domain.vocabulary import DensityBasis, JurisdictionKind


def _is_state(code: str) -> str:
    if code not in STATES:
        raise ValueError(code)
    return code


StateCode = Annotated[str, Field(pattern=r"^[A-Z]{2}$"), AfterValidator(_is_state)]
"""The postal code of a state, the District of Columbia or a territory."""
CountyFips = Annotated[str, Field(pattern=r"^[0-9]{5}$")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Jurisdiction:
    """A node of the graph. Land in square miles, density in people per square mile, logs to base 10.

    `county` is the FIPS of the host county (of a REGION: the member with most people), `urban_class` 0 large
    metro, 1 medium metro, 2 small metro, 3 micropolitan, 4 noncore (a state has none). Features by kind are
    those of docs on similarity: a place or campus takes class and CBSA from its county, a campus also
    density, a region sums its members; places alone have `zips`, if they are known. A city and its county
    that are one government are one: the county, under the name of the city, with `place_key`, `county_name`
    and the city's other names, `place_names`. One of an operator's file has all its `states` and, but for a
    region, the FIPS codes of the `host_counties` that it lies in.
    """

    key: str
    kind: JurisdictionKind
    name: str
    state: str
    population: int
    population_year: int | None
    land_area: float | None
    density: float | None
    density_basis: DensityBasis | None
    urban_class: int | None
    log_population: float | None
    log_density: float | None
    division: str
    census_region: str
    county: str | None
    cbsa: str | None
    fips: str | None
    geonames_id: int | None
    latitude: float
    longitude: float
    incorporated: bool | None = None
    rural_urban_code: int | None = None
    mental_health_providers: float | None = None
    poverty_percent: float | None = None
    limited_english_percent: float | None = None
    native_percent: float | None = None
    age65_percent: float | None = None
    group_quarters_percent: float | None = None
    has_police: bool | None = None
    place_key: str | None = None
    county_name: str | None = None
    zips: tuple[str, ...] | None = None
    part_of: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()
    place_names: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    host_counties: tuple[str, ...] = ()

    @property
    def lies_in(self) -> frozenset[str]:
        """FIPS of the counties that it lies in, as far as they are known."""
        return frozenset({*self.host_counties, *([self.county] if self.county else [])})

    @property
    def compared_as(self) -> str:
        """The kind that similarity compares: a city and its county in one are both."""
        return CITY_COUNTY if self.place_key else str(self.kind)

    def identities(self) -> tuple[Jurisdiction, ...]:
        """Itself; of a city and its county in one the county and the place, each with its own names."""
        if self.place_key is None:
            return (self,)
        county = replace(self, name=self.county_name or self.name, place_key=None, place_names=())
        place = replace(
            county,
            key=self.place_key,
            kind=JurisdictionKind.PLACE,
            name=self.name,
            fips=None,
            other_names=self.place_names,
        )
        return county, place

    @property
    def location(self) -> WGS84Point:
        """The point as Neo4j stores it: longitude, latitude (SRID 4326)."""
        return WGS84Point((self.longitude, self.latitude))

    def properties(self) -> dict[str, Any]:
        """The node's properties in camelCase; unknown ones are left out, `location` is a point."""
        known = {
            camel: _stored(value)
            for name, camel in PROPERTIES.items()
            if (value := getattr(self, name)) is not None
        }
        key = UNKNOWN_DENSITY if self.log_density is None else self.log_density
        return known | {"location": self.location, "logDensityKey": key, "comparedAs": self.compared_as}


def _stored(value: Any) -> Any:
    """A value as Neo4j stores it."""
    if isinstance(value, StrEnum):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


NOT_PROPERTIES = {"part_of", "members", "other_names", "place_names", "latitude", "longitude"} | {
    "states",
    "host_counties",
}
"""Relationships, names for the resolver, and the two halves of `location`."""
PROPERTIES = {
    field.name: to_camel(field.name) for field in fields(Jurisdiction) if field.name not in NOT_PROPERTIES
}
"""Field of a Jurisdiction → property of its node."""
