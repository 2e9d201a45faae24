"""Types of agencies, as public lists write them and as ours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from domain.vocabulary import AgencyType, JurisdictionType
from loaders.pipeline.row import Row

TYPES: Final[Mapping[str, object]] = {
    "city": AgencyType.MUNICIPAL_POLICE,
    "university or college": AgencyType.CAMPUS_POLICE,
    "tribal": AgencyType.TRIBAL_POLICE,
    "state police": AgencyType.STATE_AGENCY,
    "other state agency": AgencyType.STATE_AGENCY,
    "federal": AgencyType.OTHER,
    "unknown": None,
    "0": AgencyType.MUNICIPAL_POLICE,
    "local police department": AgencyType.MUNICIPAL_POLICE,
    "1": AgencyType.SHERIFF,
    "sheriff's office": AgencyType.SHERIFF,
    "5": AgencyType.STATE_AGENCY,
    "state law enforcement agency": AgencyType.STATE_AGENCY,
    "6": AgencyType.OTHER,
    "special jurisdiction": AgencyType.OTHER,
    "7": AgencyType.OTHER,
    "constable/marshal": AgencyType.OTHER,
    "997": AgencyType.OTHER,
}
"""Words of the FBI's file, and codes and words of the crosswalk → our types."""
COUNTY: Final = "county"
"""The FBI's word for sheriffs and county police alike: only the name may tell them apart."""
LOCAL: Final = frozenset({"0", "local police department"})
"""The crosswalk's words for police of cities and counties alike."""
CAMPUSES: Final = frozenset({"11", "12", "13", "four-year university", "two-year college", "medical school"})
"""The crosswalk's special jurisdictions that are police of a university."""

_CODE: Final = re.compile(r"\(0*([0-9]+)\) .*|0*([0-9]+)")


def plain(word: object) -> str:
    """A cell of a word or code: "(001) Sheriff's office", "001" and 1 are all "1"."""
    text = str(word).strip().casefold()
    code = _CODE.fullmatch(text)
    return (code[1] or code[2]) if code else text


def with_type(row: Row) -> Row:
    """The row with our type of agency, and the type of its jurisdiction where the FBI's word says only that.

    A row without a type stays as it is. An unknown word stays, for the contract to reject.
    """
    if "agency_type" not in row:
        return row
    word, name = plain(row["agency_type"]), str(row.get("name", "")).casefold()
    if word == COUNTY:
        return row | {"agency_type": _of_county(name), "jurisdiction_type": JurisdictionType.COUNTY}
    if plain(row.get("subtype", "")) in CAMPUSES:
        return row | {"agency_type": AgencyType.CAMPUS_POLICE}
    if word in LOCAL and "county police" in name:
        return row | {"agency_type": AgencyType.COUNTY_POLICE}
    return row | {"agency_type": TYPES.get(word, word)}


def _of_county(name: str) -> AgencyType | None:
    if "sheriff" in name:
        return AgencyType.SHERIFF
    return AgencyType.COUNTY_POLICE if "police" in name else None
