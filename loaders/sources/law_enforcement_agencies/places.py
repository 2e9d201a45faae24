"""Where an agency of a public list polices: what the resolver is asked of its row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from domain.vocabulary import AgencyType, JurisdictionType

Cells = dict[str, Any]

POSTAL: Final[Mapping[str, str]] = {"NB": "NE", "GM": "GU"}
"""Nebraska and Guam, as an ORI begins and as the post writes them; of the others both are the same."""

POLICED: Final[Mapping[AgencyType | None, JurisdictionType | None]] = {
    None: None,
    AgencyType.MUNICIPAL_POLICE: JurisdictionType.CITY,
    AgencyType.SHERIFF: JurisdictionType.COUNTY,
    AgencyType.COUNTY_POLICE: JurisdictionType.COUNTY,
    AgencyType.CAMPUS_POLICE: JurisdictionType.CAMPUS,
    AgencyType.STATE_AGENCY: JurisdictionType.STATE,
}
"""What an agency polices, by its type; of others a name or a county does not say it."""


def placed(cells: Mapping[str, Any]) -> Cells:
    """State, name and type of the jurisdiction that a row means, where the row itself does not name it."""
    state = _state(cells)
    known = {"state": state} if state else {}
    if cells.get("jurisdiction_key") or cells.get("jurisdiction"):
        return known
    agency_type = cells.get("agency_type")
    if agency_type not in POLICED:
        return known | {"fips": None}
    kind = cells.get("jurisdiction_type") or POLICED[agency_type]
    return known | {"jurisdiction_type": kind} | _asked(cells, kind, state)


def _state(cells: Mapping[str, Any]) -> Any:
    """Postal letters: those that are given, or those that the ORI begins with."""
    first = str(cells.get("ori", "")).strip().upper()[:2]
    state = cells.get("state") or (first if first.isalpha() else None)
    return POSTAL.get(str(state), state)


def _asked(cells: Mapping[str, Any], kind: str | None, state: Any) -> Cells:
    name, county = cells.get("name"), _county(cells)
    match kind:
        case JurisdictionType.STATE:
            return {"jurisdiction": state, "fips": None}
        case JurisdictionType.COUNTY:
            return {"jurisdiction": None if cells.get("fips") else county or name}
        case JurisdictionType.CAMPUS:
            return {"jurisdiction": name}
    # An independent city is its own county: Richmond in "RICHMOND CITY".
    inside = county and not (cells.get("fips") or county.casefold().endswith(" city"))
    return {"jurisdiction": f"{name}, {county} County" if inside else name}


def _county(cells: Mapping[str, Any]) -> str | None:
    """The county, if it is one: the FBI lists several between commas."""
    county = str(cells.get("county") or "")
    return None if "," in county else county or None
