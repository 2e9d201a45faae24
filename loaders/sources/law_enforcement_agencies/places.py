"""Which jurisdiction an agency of a public list polices, in the fields that the resolver takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from domain.vocabulary import AgencyType, JurisdictionType
from loaders.pipeline.row import Row

POSTAL: Final[Mapping[str, str]] = {"NB": "NE", "GM": "GU"}
"""Nebraska and Guam, where an ORI begins with other letters than the postal code of the state."""

POLICED: Final[Mapping[AgencyType | None, JurisdictionType | None]] = {
    None: None,
    AgencyType.MUNICIPAL_POLICE: JurisdictionType.CITY,
    AgencyType.SHERIFF: JurisdictionType.COUNTY,
    AgencyType.COUNTY_POLICE: JurisdictionType.COUNTY,
    AgencyType.CAMPUS_POLICE: JurisdictionType.CAMPUS,
    AgencyType.STATE_AGENCY: JurisdictionType.STATE,
}
"""What an agency polices, by its type; for other types neither name nor county tells it."""


def with_place(row: Row) -> Row:
    """The row with state, name and type of its jurisdiction, where it does not name one itself."""
    state = _state(row)
    known = row | ({"state": state} if state else {})
    if row.get("jurisdiction_key") or row.get("jurisdiction"):
        return known
    agency_type = row.get("agency_type")
    if agency_type not in POLICED:
        return known | {"fips": None}
    kind = row.get("jurisdiction_type") or POLICED[agency_type]
    return known | {"jurisdiction_type": kind} | _jurisdiction(row, kind, state)


def _state(row: Row) -> Any:
    """The postal code of the state: as given, or as the ORI begins."""
    first = str(row.get("ori", "")).strip().upper()[:2]
    state = row.get("state") or (first if first.isalpha() else None)
    return POSTAL.get(str(state), state)


def _jurisdiction(row: Row, kind: str | None, state: Any) -> Row:
    name, county = row.get("name"), _county(row)
    match kind:
        case JurisdictionType.STATE:
            return {"jurisdiction": state, "fips": None}
        case JurisdictionType.COUNTY:
            return {"jurisdiction": None if row.get("fips") else county or name}
        case JurisdictionType.CAMPUS:
            return {"jurisdiction": name}
    # An independent city is its own county: Richmond in "RICHMOND CITY".
    inside = county and not (row.get("fips") or county.casefold().endswith(" city"))
    return {"jurisdiction": f"{name}, {county} County" if inside else name}


def _county(row: Row) -> str | None:
    """The county, if there is only one: the FBI separates several by commas."""
    county = str(row.get("county") or "")
    return None if "," in county else county or None
