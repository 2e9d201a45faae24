"""Rows of the jurisdiction files: as `data/build.py` or a person wrote them, before features are derived."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from loaders.jurisdiction import CountyFips, StateCode
from loaders.readers.strict import StrictRow

Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]
Year = Annotated[int, Field(ge=1990, le=2100)]
Percent = Annotated[float | None, Field(ge=0, le=100)]
People = Annotated[int, Field(gt=0)]


def split(cell: object) -> object:
    """The parts of a cell, separated by |."""
    return tuple(cell.split("|")) if isinstance(cell, str) else () if cell is None else cell


ZipCode = Annotated[str, Field(pattern=r"^[0-9]{5}$")]
OtherNames = Annotated[tuple[str, ...], BeforeValidator(split)]


class PlaceRow(StrictRow):
    """A row of places.csv; `county_fips` is the county that holds the point, density is the place's own."""

    key: str = Field(pattern=r"^us-place:\d+$")
    geonames_id: int
    name: str
    state: StateCode
    county_fips: CountyFips
    population: People
    population_as_of: str = Field(pattern=r"^\d{4}-\d{2}$")
    density: float | None = Field(gt=0)
    incorporated: bool | None
    latitude: Latitude
    longitude: Longitude
    other_names: OtherNames
    zips: Annotated[tuple[ZipCode, ...], BeforeValidator(split)]


class AreaRow(StrictRow):
    """What states and counties share: land in square miles, density in people per square mile."""

    name: str
    population: int = Field(ge=0)
    population_year: Year
    land_sq_mi: float = Field(gt=0)
    density: float = Field(ge=0)
    latitude: Latitude
    longitude: Longitude


class StateRow(AreaRow):
    """A row of states.csv."""

    key: str = Field(pattern=r"^us-state:[A-Z]{2}$")
    fips: str = Field(pattern=r"^\d{2}$")
    code: StateCode
    division: str
    census_region: str


class CountyRow(AreaRow):
    """A row of counties.csv."""

    key: str = Field(pattern=r"^us-county:\d{5}$")
    fips: CountyFips
    state: StateCode
    urban_class: int | None = Field(ge=0, le=4)
    cbsa: str | None = Field(pattern=r"^\d{5}$")
    rural_urban_code: int | None = Field(ge=1, le=9)
    mental_health_providers: float | None = Field(ge=0)
    poverty_percent: Percent
    limited_english_percent: Percent
    native_percent: Percent
    age_65_percent: Percent
    group_quarters_percent: Percent
    other_names: OtherNames


class CampusRow(StrictRow):
    """A row of campuses.csv."""

    key: str = Field(pattern=r"^us-campus:[a-z0-9-]+$")
    name: str
    state: StateCode
    county_fips: CountyFips
    population: People
    population_year: Year | None
    population_basis: str


class RegionRow(StrictRow):
    """A row of regions.csv; members are counties."""

    key: str = Field(pattern=r"^us-region:[a-z0-9-]+$")
    name: str
    state: StateCode
    member_fips: Annotated[tuple[CountyFips, ...], BeforeValidator(split), Field(min_length=2)]


class AdjacentRow(StrictRow):
    """A row of county_adjacency.csv."""

    fips: CountyFips
    neighbor_fips: CountyFips
