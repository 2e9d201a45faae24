"""The names of governments and places that are known to exist, with their keys where our files hold them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from loaders.bundled.agencies import read_agencies
from loaders.bundled.reference import data_folder
from loaders.jurisdiction import CountyFips, StateCode
from loaders.readers.strict import StrictRow, read_csv
from loaders.resolver.known_names import KnownName

MUNICIPAL: Final = "City"
"""The FBI's word for the police of municipalities and townships."""
OF_COUNTY: Final = "County"
"""Its word for sheriff's offices and the police of counties."""


class OtherPlaceRow(StrictRow):
    """A row of other_places.csv: a place of the Census Bureau that is no jurisdiction of ours."""

    name: str
    state: StateCode
    county_fips: CountyFips


def read_known_names(folder: Path | None = None) -> Iterator[KnownName]:
    """Of the police of municipalities, townships and counties, and of places without a node.

    Raises DataInvalid.
    """
    for agency in read_agencies(folder):
        if agency.type == MUNICIPAL:
            yield KnownName(
                agency.name, agency.state, agency.county_fips, agency.jurisdiction_key, has_police=True
            )
        elif agency.type == OF_COUNTY and "Police" in agency.name:
            yield KnownName(
                agency.name, agency.state, agency.county_fips, agency.jurisdiction_key, of_county=True
            )
    for place in read_csv((folder or data_folder()) / "other_places.csv", OtherPlaceRow):
        yield KnownName(place.name, place.state, (place.county_fips,), None)
