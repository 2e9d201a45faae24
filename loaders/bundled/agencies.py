"""Law-enforcement agencies of the bundled list: the FBI's of 2018."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Final

from neo4j.spatial import WGS84Point
from pydantic import BeforeValidator, Field

from domain.former_counties import current_key
from domain.ori import AGENCY_KEY, PATTERN
from domain.vocabulary import AgencyType
from loaders.bundled.jurisdiction_files import Latitude, Longitude, split
from loaders.bundled.reference import data_folder
from loaders.jurisdiction import CountyFips, StateCode
from loaders.pipeline.row import Row
from loaders.readers.strict import StrictRow, read_csv
from loaders.sources.law_enforcement_agencies.types import with_type

LISTED: Final = 2018
"""The year of the list."""


class AgencyRow(StrictRow):
    """A row of law_enforcement_agencies.csv; the type is the FBI's word, the point often its county's."""

    ori: str = Field(pattern=PATTERN)
    name: str
    type: str
    state: StateCode
    county_fips: Annotated[tuple[CountyFips, ...], BeforeValidator(split)]
    latitude: Latitude | None
    longitude: Longitude | None
    jurisdiction_key: str | None


def read_agencies(folder: Path | None = None) -> list[AgencyRow]:
    """All agencies, by ORI. Raises DataInvalid."""
    return read_csv((folder or data_folder()) / "law_enforcement_agencies.csv", AgencyRow)


def policed(agencies: Iterable[AgencyRow]) -> set[str]:
    """The keys of the jurisdictions that they police."""
    return {current_key(each.jurisdiction_key) for each in agencies if each.jurisdiction_key}


def agency_rows(agencies: Iterable[AgencyRow]) -> Iterator[Row]:
    """`{key, properties, jurisdictions}`; a property that is unknown is null."""
    for each in agencies:
        word = with_type({"agency_type": each.type, "name": each.name})["agency_type"]
        yield {
            "key": AGENCY_KEY + each.ori,
            "properties": {
                "key": AGENCY_KEY + each.ori,
                "ori": each.ori,
                "name": each.name,
                "state": each.state,
                "agencyType": AgencyType(word).name if word else None,
                "counties": list(each.county_fips) or None,
                "location": _point(each.latitude, each.longitude),
                "listed": LISTED,
            },
            "jurisdictions": [current_key(each.jurisdiction_key)] if each.jurisdiction_key else [],
        }


def _point(latitude: float | None, longitude: float | None) -> WGS84Point | None:
    return None if latitude is None or longitude is None else WGS84Point((longitude, latitude))
