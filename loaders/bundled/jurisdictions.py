"""Jurisdictions: states, counties, places, the campus and the region, with the features that compare them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from math import log10
from pathlib import Path
from typing import Any

from neo4j.spatial import WGS84Point
from pydantic.alias_generators import to_camel

from domain.vocabulary import DensityBasis
from domain.vocabulary import JurisdictionKind as Kind
from graph.errors import DataInvalid
from loaders.bundled.jurisdiction_files import (
    AdjacentRow,
    CampusRow,
    CountyRow,
    PlaceRow,
    RegionRow,
    StateRow,
)
from loaders.bundled.reference import REMEDY, data_folder, read_csv


@dataclass(frozen=True, slots=True, kw_only=True)
class Jurisdiction:
    """A node of the graph. Land in square miles, density in people per square mile, logs to base 10.

    `county` is the FIPS of the host county (of a REGION: the member with most people), `urban_class` 0 large
    metro, 1 medium metro, 2 small metro, 3 micropolitan, 4 noncore (a state has none). Features by kind are
    those of docs on similarity: a place or campus takes density, class and CBSA from its county, a region
    sums its members.
    """

    key: str
    kind: Kind
    name: str
    state: str
    population: int
    population_year: int | None
    land_area: float | None
    density: float
    density_basis: DensityBasis
    urban_class: int | None
    log_population: float
    log_density: float
    division: str
    census_region: str
    county: str | None
    cbsa: str | None
    fips: str | None
    geonames_id: int | None
    latitude: float
    longitude: float
    part_of: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()

    @property
    def location(self) -> WGS84Point:
        """The point as Neo4j stores it: longitude, latitude (SRID 4326)."""
        return WGS84Point((self.longitude, self.latitude))

    def properties(self) -> dict[str, Any]:
        """The node's properties in camelCase; unknown ones are left out, `location` is a point."""
        known = {
            camel: str(value) if isinstance(value, StrEnum) else value
            for name, camel in PROPERTIES.items()
            if (value := getattr(self, name)) is not None
        }
        return known | {"location": self.location}


NOT_PROPERTIES = {"part_of", "members", "other_names", "latitude", "longitude"}
"""Relationships, aids of the readers, and the two halves of `location`."""
PROPERTIES = {
    field.name: to_camel(field.name) for field in fields(Jurisdiction) if field.name not in NOT_PROPERTIES
}
"""Field of a Jurisdiction → property of its node."""


def read_jurisdictions(folder: Path | None = None) -> list[Jurisdiction]:
    """All jurisdictions in load order: states, counties, places, campuses, regions.

    Raises DataInvalid, which names file, line and field, or the key whose parent is missing.
    """
    folder = folder or data_folder()
    states = {row.code: _state(row) for row in read_csv(folder / "states.csv", StateRow)}
    counties: dict[str, Jurisdiction] = {}
    for county in read_csv(folder / "counties.csv", CountyRow):
        counties[county.fips] = _county(county, _parent(states, county.state, county.key))
    places = [
        _inside(row, Kind.PLACE, _parent(counties, row.county_fips, row.key), int(row.population_as_of[:4]))
        for row in read_csv(folder / "places.csv", PlaceRow)
    ]
    campuses = [
        _inside(row, Kind.CAMPUS, _parent(counties, row.county_fips, row.key), row.population_year)
        for row in read_csv(folder / "campuses.csv", CampusRow)
    ]
    regions = [
        _region(row, [_parent(counties, fips, row.key) for fips in row.member_fips])
        for row in read_csv(folder / "regions.csv", RegionRow)
    ]
    everything = [*states.values(), *counties.values(), *places, *campuses, *regions]
    _check_unique(folder, everything)
    return everything


def read_adjacency(folder: Path | None = None) -> list[tuple[str, str]]:
    """Pairs of keys of counties that touch, each pair once, the smaller key first."""
    pairs = read_csv((folder or data_folder()) / "county_adjacency.csv", AdjacentRow)
    return [(f"us-county:{pair.fips}", f"us-county:{pair.neighbor_fips}") for pair in pairs]


def _state(row: StateRow) -> Jurisdiction:
    own = {"division": row.division, "census_region": row.census_region, "county": None, "cbsa": None}
    return _area(row, Kind.STATE, own | {"state": row.code, "urban_class": None}, part_of=())


def _county(row: CountyRow, state: Jurisdiction) -> Jurisdiction:
    own = {"county": row.fips, "cbsa": row.cbsa, "state": row.state, "urban_class": row.urban_class}
    inherited = {"division": state.division, "census_region": state.census_region}
    return _area(row, Kind.COUNTY, own | inherited, part_of=(state.key,))


def _area(
    row: StateRow | CountyRow, kind: Kind, more: dict[str, Any], part_of: tuple[str, ...]
) -> Jurisdiction:
    return Jurisdiction(
        key=row.key,
        kind=kind,
        name=row.name,
        population=row.population,
        population_year=row.population_year,
        land_area=row.land_sq_mi,
        density=row.density,
        density_basis=DensityBasis.OWN,
        log_population=log10(row.population),
        log_density=log10(row.density),
        fips=row.fips,
        geonames_id=None,
        latitude=row.latitude,
        longitude=row.longitude,
        part_of=part_of,
        **more,
    )


def _inside(row: PlaceRow | CampusRow, kind: Kind, county: Jurisdiction, year: int | None) -> Jurisdiction:
    """A place or campus: own people, and own point where it has one; the rest is its county's."""
    place = row if isinstance(row, PlaceRow) else None
    return replace(
        county,
        key=row.key,
        kind=kind,
        name=row.name,
        state=row.state,
        population=row.population,
        population_year=year,
        land_area=None,
        density_basis=DensityBasis.COUNTY,
        log_population=log10(row.population),
        fips=None,
        geonames_id=place.geonames_id if place else None,
        latitude=place.latitude if place else county.latitude,
        longitude=place.longitude if place else county.longitude,
        part_of=(county.key,),
        other_names=place.other_names if place else (),
    )


def _region(row: RegionRow, members: list[Jurisdiction]) -> Jurisdiction:
    """Sums of people and land, class where most people live (tie: more urban), mean point by people."""
    people = sum(member.population for member in members)
    land = sum(member.land_area or 0.0 for member in members)
    largest = max(members, key=lambda member: member.population)
    by_class: dict[int, int] = {}
    for member in members:
        assert member.urban_class is not None
        by_class[member.urban_class] = by_class.get(member.urban_class, 0) + member.population
    return replace(
        largest,
        key=row.key,
        kind=Kind.REGION,
        name=row.name,
        state=row.state,
        population=people,
        land_area=land,
        density=people / land,
        urban_class=min(by_class, key=lambda each: (-by_class[each], each)),
        log_population=log10(people),
        log_density=log10(people / land),
        cbsa=None,
        fips=None,
        latitude=sum(member.population * member.latitude for member in members) / people,
        longitude=sum(member.population * member.longitude for member in members) / people,
        part_of=(f"us-state:{row.state}",),
        members=tuple(member.key for member in members),
    )


def _parent(parents: dict[str, Jurisdiction], code: str, key: str) -> Jurisdiction:
    if (parent := parents.get(code)) is None:
        raise DataInvalid(f"{key} lies in {code}, which no file of data/ holds; {REMEDY}")
    return parent


def _check_unique(folder: Path, everything: Iterable[Jurisdiction]) -> None:
    seen: set[str] = set()
    for jurisdiction in everything:
        if jurisdiction.key in seen:
            raise DataInvalid(f"{folder.name}: {jurisdiction.key} stands there twice; {REMEDY}")
        seen.add(jurisdiction.key)
