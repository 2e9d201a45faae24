"""A row of a file of jurisdictions: one that the data lack, or a newer population of one that they have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final, Self

from pydantic import AfterValidator, Field, model_validator

from domain.former_counties import COUNTY_KEY
from domain.states import STATE_OF_FIPS
from domain.vocabulary import JurisdictionKind as Kind
from domain.vocabulary import JurisdictionType
from loaders.jurisdiction import CountyFips
from loaders.pipeline.contract import (
    FileRow,
    NoDuplicates,
    Split,
    SplitKeys,
    WholeNumber,
    inconsistent,
    not_possible,
)
from loaders.sources.fields import (
    COUNTY_FIPS,
    JURISDICTION_KEY,
    JURISDICTION_NAME,
    STATE_CODE,
    Current,
    JurisdictionName,
    State,
    check_keys,
    current,
    one_of,
)
from loaders.sources.values import any_form, with_designator

MADE: Final[Mapping[Kind, JurisdictionType]] = {
    Kind.TRIBE: JurisdictionType.TRIBAL,
    Kind.TOWNSHIP: JurisdictionType.TOWNSHIP,
    Kind.CAMPUS: JurisdictionType.CAMPUS,
    Kind.REGION: JurisdictionType.MULTI_JURISDICTION,
}
"""Kinds of jurisdictions that a file can bring, and the type of a row that names one."""
PREFIXES: Final = {f"us-{kind.lower()}": kind for kind in MADE}
MAX_COUNTIES: Final = 100

Key = Annotated[
    str,
    Field(
        pattern=r"^us-(state|county|place|campus|region|tribe|township):[A-Za-z0-9][A-Za-z0-9-]*$",
        max_length=100,
    ),
    Current,
]
HostCounty = Annotated[
    CountyFips, AfterValidator(lambda fips: current(COUNTY_KEY + fips).removeprefix(COUNTY_KEY))
]


class JurisdictionRow(FileRow):
    """With `counties` a tribe, township, campus or region; without, the people of a jurisdiction in a year.

    A region has no population of its own: it sums its counties.
    """

    jurisdiction_key: Annotated[list[Key], SplitKeys, NoDuplicates] = Field(
        default=[],
        max_length=1,
        description=f"{JURISDICTION_KEY}; of a new one {', '.join(PREFIXES)}, a colon and a name",
    )
    jurisdiction: JurisdictionName | None = Field(None, description=JURISDICTION_NAME)
    jurisdiction_type: Annotated[JurisdictionType, any_form(JurisdictionType)] | None = Field(
        None, description=one_of(JurisdictionType)
    )
    state: State | None = Field(None, description=STATE_CODE)
    states: Annotated[list[State], SplitKeys, NoDuplicates] = Field(
        default=[], max_length=10, description=f"{STATE_CODE}; several separated by ;, the main one first"
    )
    fips: CountyFips | None = Field(None, description=COUNTY_FIPS)
    counties: Annotated[list[HostCounty], SplitKeys, NoDuplicates] = Field(
        default=[],
        max_length=MAX_COUNTIES,
        description=f"{COUNTY_FIPS}; several separated by ; (of a new jurisdiction: where it lies)",
    )
    other_names: Annotated[list[JurisdictionName], Split, NoDuplicates] = Field(
        default=[], max_length=20, description="other names of a new jurisdiction, separated by ;"
    )
    population: WholeNumber = Field(gt=0, lt=500_000_000, description="people, a whole number above 0")
    population_year: WholeNumber = Field(ge=1990, le=2100, description="the year of the figure, such as 2023")

    @property
    def kind(self) -> Kind | None:
        """What a new jurisdiction is, by its key; None for a newer population."""
        return PREFIXES.get(self.jurisdiction_key[0].partition(":")[0]) if self.counties else None

    @property
    def own_states(self) -> list[str]:
        """The states of a new jurisdiction, the main one first."""
        return self.states or ([self.state] if self.state else [])

    @model_validator(mode="before")
    @classmethod
    def _with_designator(cls, cells: object) -> object:
        return with_designator(cells)

    @model_validator(mode="after")
    def _names_a_jurisdiction(self) -> Self:
        if self.counties:
            self._check_new()
        elif not (self.jurisdiction_key or self.jurisdiction or self.fips):
            inconsistent("jurisdiction_key", "the row names no jurisdiction; give a key, a name or fips")
        elif self.jurisdiction_key and self.jurisdiction_key[0].startswith("us-region:"):
            not_possible(
                "a region's people are those of its counties; leave the row out, or add counties",
                "jurisdiction_key",
            )
        check_keys(self.jurisdiction_key, self.state, self.fips)
        return self

    def _check_new(self) -> None:
        keys = ", ".join(f"{prefix}:…" for prefix in PREFIXES)
        if not self.jurisdiction_key or self.kind is None:
            inconsistent(
                "jurisdiction_key",
                f"counties are of a new jurisdiction, which needs a key; give one of {keys}",
            )
        if not self.jurisdiction:
            inconsistent("jurisdiction", "a new jurisdiction has no name; add it")
        if self.jurisdiction_type not in (None, MADE[self.kind]):
            inconsistent(
                "jurisdiction_type",
                f"the key is that of a {self.kind.lower()}, jurisdiction_type is {self.jurisdiction_type}; "
                f"write {MADE[self.kind]}, or another key",
            )
        if not self.own_states:
            inconsistent("state", "a new jurisdiction has no state; add state, or states")
        if self.kind is Kind.REGION and len(self.counties) < 2:
            inconsistent("counties", "a region has one county only; add the others")
        for fips in self.counties:
            there = STATE_OF_FIPS.get(fips[:2])
            if there not in self.own_states:
                inconsistent(
                    "counties",
                    f"{fips} is in {there or 'no state'}, the states are {', '.join(self.own_states)}; "
                    "fix one of them",
                )
