"""Jurisdictions from the files of `data/`, with the features that similarity compares."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import log10
from pathlib import Path
from typing import Any, Final

from domain.city_counties import CITY_COUNTIES
from domain.vocabulary import DensityBasis
from domain.vocabulary import JurisdictionKind as Kind
from graph.errors import DataInvalid
from loaders.bundled.agencies import policed, read_agencies
from loaders.bundled.jurisdiction_files import (
    AdjacentRow,
    CampusRow,
    CountyRow,
    PlaceRow,
    RegionRow,
    StateRow,
)
from loaders.bundled.reference import data_folder
from loaders.jurisdiction import Jurisdiction
from loaders.readers.strict import REMEDY, read_csv

SHARES: Final = (
    "mental_health_providers",
    "poverty_percent",
    "limited_english_percent",
    "native_percent",
    "age65_percent",
    "group_quarters_percent",
)
"""Traits that several counties together have; their rural-urban code is that of the largest."""
MANY_POLICE: Final = (Kind.STATE, Kind.REGION)
"""Kinds that many agencies police."""


def read_jurisdictions(folder: Path | None = None) -> list[Jurisdiction]:
    """All jurisdictions in load order: states, counties, places, campuses, regions. Raises as `read_listed`.

    A city that is one government with its county is one with it.
    """
    listed = read_listed(folder)
    with_police = policed(read_agencies(folder))
    cities = {CITY_COUNTIES[each.key]: each for each in listed if each.key in CITY_COUNTIES}
    governments = [
        _one_government(each, cities[each.key]) if each.key in cities else each
        for each in listed
        if each.key not in CITY_COUNTIES
    ]
    return [
        each if each.kind in MANY_POLICE else replace(each, has_police=each.key in with_police)
        for each in governments
    ]


def read_listed(folder: Path | None = None) -> list[Jurisdiction]:
    """All jurisdictions as the files list them, a city beside its county, in load order.

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
    own: dict[str, Any] = {
        "county": row.fips,
        "cbsa": row.cbsa,
        "state": row.state,
        "urban_class": row.urban_class,
        "other_names": row.other_names,
        "rural_urban_code": row.rural_urban_code,
        "mental_health_providers": row.mental_health_providers,
        "poverty_percent": row.poverty_percent,
        "limited_english_percent": row.limited_english_percent,
        "native_percent": row.native_percent,
        "age65_percent": row.age_65_percent,
        "group_quarters_percent": row.group_quarters_percent,
    }
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
        log_population=log10(row.population) if row.population else None,
        log_density=log10(row.density) if row.density else None,
        fips=row.fips,
        geonames_id=None,
        latitude=row.latitude,
        longitude=row.longitude,
        part_of=part_of,
        **more,
    )


def _inside(row: PlaceRow | CampusRow, kind: Kind, county: Jurisdiction, year: int | None) -> Jurisdiction:
    """A place or campus: own people, and own point where it has one; the rest is its county's.

    But for density: a campus has its county's, a place its own or none.
    """
    place = row if isinstance(row, PlaceRow) else None
    density = place.density if place else county.density
    basis = DensityBasis.OWN if place and density else DensityBasis.COUNTY if density else None
    return replace(
        county,
        key=row.key,
        kind=kind,
        name=row.name,
        state=row.state,
        population=row.population,
        population_year=year,
        land_area=None,
        density=density,
        density_basis=basis,
        log_density=log10(density) if density else None,
        incorporated=place.incorporated if place else None,
        log_population=log10(row.population),
        fips=None,
        geonames_id=place.geonames_id if place else None,
        latitude=place.latitude if place else county.latitude,
        longitude=place.longitude if place else county.longitude,
        part_of=(county.key,),
        other_names=place.other_names if place else (),
        zips=(place and place.zips) or None,
    )


def _one_government(county: Jurisdiction, city: Jurisdiction) -> Jurisdiction:
    """A city and its county as one: the county's people, land and codes under the city's name."""
    return replace(
        county,
        name=city.name,
        county_name=county.name,
        place_key=city.key,
        place_names=city.other_names,
        incorporated=city.incorporated,
        geonames_id=city.geonames_id,
        zips=city.zips,
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
        **_means(members),
        other_names=(),
    )


def _means(members: list[Jurisdiction]) -> dict[str, Any]:
    return {trait: _mean(trait, members) for trait in SHARES}


def _mean(trait: str, members: list[Jurisdiction]) -> float | None:
    """The mean of a trait by people; None where one member's is unknown."""
    values = [(getattr(member, trait), member.population) for member in members]
    if any(value is None for value, _ in values):
        return None
    return float(sum(value * people for value, people in values) / sum(people for _, people in values))


def _parent(parents: dict[str, Jurisdiction], code: str, key: str) -> Jurisdiction:
    if (parent := parents.get(code)) is None:
        raise DataInvalid(f"{key} lies in {code}, which is in no file of data/; {REMEDY}")
    return parent


def _check_unique(folder: Path, everything: Iterable[Jurisdiction]) -> None:
    seen: set[str] = set()
    for jurisdiction in everything:
        if jurisdiction.key in seen:
            raise DataInvalid(f"{folder.name}: {jurisdiction.key} is there twice; {REMEDY}")
        seen.add(jurisdiction.key)
