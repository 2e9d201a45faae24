"""One law-enforcement agency of a public list: its contract.

Two lists come as they are: the FBI's police employees (a row for an agency and year) and the crosswalk of
agency identifiers of the Bureau of Justice Statistics (BJS). Their addresses and comments have no field.
"""

from __future__ import annotations

from typing import Annotated, Final, Self

from pydantic import BeforeValidator, Field, model_validator

from domain.vocabulary import AgencyType, JurisdictionType
from loaders.pipeline.contract import FileRow, Once, Split, WholeNumber, refuse
from loaders.sources.law_enforcement_agencies.places import placed
from loaders.sources.law_enforcement_agencies.types import typed
from loaders.sources.requests.contract import JURISDICTION_NAME, JurisdictionKey, JurisdictionName

KEY_PREFIX: Final = "agency:"
"""An agency's key is this and its ORI."""
NOTHING: Final = frozenset({"NULL", "NOT SPECIFIED"})
"""What the FBI's file writes into a cell that says nothing."""


def nine(ori: object) -> object:
    """An ORI in capitals; the 7 characters of older files are those of 9 without the 00 at their end."""
    if not isinstance(ori, str):
        return ori
    capital = ori.strip().upper()
    return f"{capital}00" if len(capital) == 7 else capital


Ori = Annotated[str, BeforeValidator(nine), Field(pattern=r"^[A-Z]{2}[A-Z0-9]{7}$")]
Number = Annotated[WholeNumber, Field(ge=0, lt=500_000_000)]


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
    state: str = Field("", pattern=r"^[A-Z]{2}$", description="a state's two capital letters, such as TX")
    fips: str | None = Field(
        None, pattern=r"^[0-9]{5}$", description="a county's 5 digits with leading zeros, such as 01001"
    )
    officers: Number | None = Field(None, description="sworn officers, a whole number")
    civilians: Number | None = Field(None, description="civilian staff, a whole number")
    population_served: Number | None = Field(
        None, description="people whom it serves; 0 says none of its own"
    )
    year: WholeNumber | None = Field(
        None, ge=1900, le=2100, description="the year of the numbers, such as 2023"
    )

    @model_validator(mode="before")
    @classmethod
    def _as_lists_write_it(cls, cells: object) -> object:
        if not isinstance(cells, dict):
            return cells
        told = {field: cell for field, cell in cells.items() if str(cell).strip() not in NOTHING}
        told |= typed(told)
        return told | placed(told)

    @model_validator(mode="after")
    def _numbers_have_a_year(self) -> Self:
        numbers = (self.officers, self.civilians, self.population_served)
        if self.year is None and any(number is not None for number in numbers):
            refuse("year", "officers, civilians and people served are of a year; add it, or leave them out")
        return self

    @property
    def key(self) -> str:
        """The key of its node."""
        return KEY_PREFIX + self.ori
