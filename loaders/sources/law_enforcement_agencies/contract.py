"""One law-enforcement agency of a public list: its contract.

Two lists come as they are: the FBI's police employees (a row for an agency and year) and the crosswalk of
agency identifiers of the Bureau of Justice Statistics (BJS). Their addresses and comments have no field.
"""

from __future__ import annotations

from typing import Annotated, Final, Self

from pydantic import BeforeValidator, Field, model_validator

from domain.ori import AGENCY_KEY, PATTERN, nine_characters
from domain.vocabulary import AgencyType, JurisdictionType
from loaders.jurisdiction import CountyFips
from loaders.pipeline.contract import FileRow, NoDuplicates, SplitKeys, inconsistent
from loaders.sources.fields import (
    COUNTY_FIPS,
    JURISDICTION_KEY,
    JURISDICTION_NAME,
    STATE_CODE,
    Count,
    JurisdictionKey,
    JurisdictionName,
    State,
    Year,
    one_of,
)
from loaders.sources.law_enforcement_agencies.places import with_place
from loaders.sources.law_enforcement_agencies.types import with_type
from loaders.sources.values import any_form

EMPTY: Final = frozenset({"NULL", "NOT SPECIFIED"})
"""What the FBI's file writes into a cell without a value."""


def _nine_characters(ori: object) -> object:
    return nine_characters(ori) if isinstance(ori, str) else ori


Ori = Annotated[str, BeforeValidator(_nine_characters), Field(pattern=PATTERN)]


class LawEnforcementAgency(FileRow):
    """An agency, and its officers, civilian staff and the people it serves in a year.

    The fields of its place, `unit` and `subtype` help to understand a row; the graph does not keep them.
    """

    ori: Ori = Field(description="an ORI: a state's two letters and 7 letters or digits, such as TXHPD0000")
    name: str = Field(min_length=1, max_length=200, description="the agency's name")
    unit: str | None = Field(None, max_length=200, description="which part of the agency it is")
    agency_type: Annotated[AgencyType, any_form(AgencyType)] | None = Field(
        None, description=f"{one_of(AgencyType)}, or as the FBI or the crosswalk write it"
    )
    subtype: str | None = Field(None, coerce_numbers_to_str=True, description="a subtype of the crosswalk")
    jurisdiction_key: Annotated[list[JurisdictionKey], SplitKeys, NoDuplicates] = Field(
        default=[], max_length=25, description=f"{JURISDICTION_KEY}; several separated by ;"
    )
    jurisdiction: JurisdictionName | None = Field(None, description=JURISDICTION_NAME)
    jurisdiction_type: Annotated[JurisdictionType, any_form(JurisdictionType)] | None = Field(
        None, description=one_of(JurisdictionType)
    )
    county: str | None = Field(None, max_length=200, description="the name of its county")
    state: State = Field("", description=STATE_CODE)
    fips: CountyFips | None = Field(None, description=COUNTY_FIPS)
    officers: Count | None = Field(None, description="sworn officers, a whole number")
    civilians: Count | None = Field(None, description="civilian staff, a whole number")
    population_served: Count | None = Field(
        None, description="people whom it serves; 0 where it has no population of its own"
    )
    year: Year | None = Field(None, description="the year of the numbers, such as 2023")

    @model_validator(mode="before")
    @classmethod
    def _as_lists_write_it(cls, cells: object) -> object:
        if not isinstance(cells, dict):
            return cells
        known = {field: cell for field, cell in cells.items() if str(cell).strip() not in EMPTY}
        return with_place(with_type(known))

    @model_validator(mode="after")
    def _numbers_have_a_year(self) -> Self:
        numbers = (self.officers, self.civilians, self.population_served)
        if self.year is None and any(number is not None for number in numbers):
            inconsistent(
                "year", "officers, civilians and population_served need their year; add it, or leave them out"
            )
        return self

    @property
    def key(self) -> str:
        """The key of its node."""
        return AGENCY_KEY + self.ori
