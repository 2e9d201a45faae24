"""One law-enforcement agency of a public list: its contract.

Two lists come as they are: the FBI's police employees (a row for an agency and year) and the crosswalk of
agency identifiers of the Bureau of Justice Statistics (BJS). Their addresses and comments have no field.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from graph.vocabulary import AgencyType, JurisdictionType
from loaders.agency_types import typed
from loaders.contract import FileRow, Once, Split, refuse
from loaders.requests import JURISDICTION_NAME, JurisdictionKey, JurisdictionName

KEY_PREFIX: Final = "agency:"
"""An agency's key is this and its ORI."""
NOTHING: Final = frozenset({"NULL", "NOT SPECIFIED"})
"""What the FBI's file writes into a cell that says nothing."""
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


def nine(ori: object) -> object:
    """An ORI in capitals; the 7 characters of older files are those of 9 without the 00 at their end."""
    if not isinstance(ori, str):
        return ori
    capital = ori.strip().upper()
    return f"{capital}00" if len(capital) == 7 else capital


Ori = Annotated[str, BeforeValidator(nine), Field(pattern=r"^[A-Z]{2}[A-Z0-9]{7}$")]
State = Annotated[str, Field(pattern=r"^[A-Z]{2}$"), AfterValidator(lambda code: POSTAL.get(code, code))]
Number = Annotated[int, Field(ge=0, lt=500_000_000)]


class LawEnforcementAgency(FileRow):
    """An agency, and of a year its officers, civilian staff and the people it serves.

    What places it, and `unit` and `subtype`, help to understand a row; the graph does not keep them.
    """

    ori: Ori = Field(description="an ORI: a state's two letters and 7 letters or digits, such as TXHPD0000")
    name: str = Field(min_length=1, max_length=200, description="the agency's name")
    unit: str | None = Field(None, max_length=200, description="which part of the agency it is")
    agency_type: AgencyType | None = Field(
        None, description=f"one of {', '.join(AgencyType)}, or a word of the FBI or the crosswalk"
    )
    subtype: str | None = Field(None, coerce_numbers_to_str=True, description="a subtype of the crosswalk")
    jurisdiction_key: Annotated[list[JurisdictionKey], Split, Once] = Field(
        default=[], max_length=25, description="a key such as us-county:48201; several parted by ;"
    )
    jurisdiction: JurisdictionName | None = Field(None, description=JURISDICTION_NAME)
    jurisdiction_type: JurisdictionType | None = Field(
        None, description=f"one of {', '.join(JurisdictionType)}"
    )
    county: str | None = Field(None, max_length=200, description="the name of its county")
    state: State | None = Field(None, description="a state's two capital letters, such as TX")
    fips: str | None = Field(
        None, pattern=r"^[0-9]{5}$", description="a county's 5 digits with leading zeros, such as 01001"
    )
    officers: Number | None = Field(None, description="sworn officers, a whole number")
    civilians: Number | None = Field(None, description="civilian staff, a whole number")
    population_served: Number | None = Field(
        None, description="people whom it serves; 0 says none of its own"
    )
    year: int | None = Field(None, ge=1900, le=2100, description="the year of the numbers, such as 2023")

    @model_validator(mode="before")
    @classmethod
    def _in_our_words(cls, cells: object) -> object:
        if not isinstance(cells, dict):
            return cells
        told = {field: cell for field, cell in cells.items() if str(cell).strip() not in NOTHING}
        return told | typed(told) if "agency_type" in told else told

    @model_validator(mode="after")
    def _has_its_place(self) -> Self:
        numbers = (self.officers, self.civilians, self.population_served)
        if self.year is None and any(number is not None for number in numbers):
            refuse("year", "officers, civilians and people served are of a year; add it, or leave them out")
        state = self.state or POSTAL.get(self.ori[:2], self.ori[:2])
        named = self.jurisdiction_key or self.jurisdiction
        return self.model_copy(update={"state": state} if named else {"state": state} | self._place(state))

    @property
    def key(self) -> str:
        """The key of its node."""
        return KEY_PREFIX + self.ori

    def _place(self, state: str) -> dict[str, object]:
        """What the resolver is asked, where the row itself names no jurisdiction."""
        if self.agency_type not in POLICED:
            return {"fips": None}
        kind = self.jurisdiction_type or POLICED[self.agency_type]
        county = None if not self.county or "," in self.county else self.county  # several, or one
        match kind:
            case JurisdictionType.STATE:
                return {"jurisdiction": state, "jurisdiction_type": kind, "fips": None}
            case JurisdictionType.COUNTY:
                return {"jurisdiction": None if self.fips else county or self.name, "jurisdiction_type": kind}
            case JurisdictionType.CAMPUS:
                return {"jurisdiction": self.name, "jurisdiction_type": kind}
        # An independent city is its own county: "Richmond" in "RICHMOND CITY".
        inside = county and not (self.fips or county.casefold().endswith(" city"))
        return {
            "jurisdiction": f"{self.name}, {county} County" if inside else self.name,
            "jurisdiction_type": kind,
        }
