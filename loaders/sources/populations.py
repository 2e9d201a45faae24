"""Populations newer than those that come with the program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Final, Self

from pydantic import Field, model_validator

from domain.vocabulary import JurisdictionType
from graph.statements import statement
from loaders.jurisdiction import CountyFips, StateCode
from loaders.pipeline.contract import FileRow, NoDuplicates, Split, WholeNumber, inconsistent
from loaders.pipeline.row import Row
from loaders.pipeline.source import Source
from loaders.pipeline.target import NodeReference, Target
from loaders.sources.fields import (
    COUNTY_FIPS,
    JURISDICTION_KEY,
    JURISDICTION_NAME,
    STATE_CODE,
    Current,
    JurisdictionName,
    one_of,
)

NotRegionKey = Annotated[
    str, Field(pattern=r"^us-(state|county|place|campus):[A-Za-z0-9-]+$", max_length=100), Current
]


class Population(FileRow):
    """The people of a jurisdiction in a year. A region has no population of its own: it sums its counties."""

    jurisdiction_key: Annotated[list[NotRegionKey], Split, NoDuplicates] = Field(
        default=[], max_length=1, description=f"{JURISDICTION_KEY}, not a region's"
    )
    jurisdiction: JurisdictionName | None = Field(None, description=JURISDICTION_NAME)
    jurisdiction_type: JurisdictionType | None = Field(None, description=one_of(JurisdictionType))
    state: StateCode | None = Field(None, description=STATE_CODE)
    fips: CountyFips | None = Field(None, description=COUNTY_FIPS)
    population: WholeNumber = Field(gt=0, lt=500_000_000, description="people, a whole number above 0")
    population_year: WholeNumber = Field(ge=1990, le=2100, description="the year of the figure, such as 2023")

    @model_validator(mode="after")
    def _names_a_jurisdiction(self) -> Self:
        if not (self.jurisdiction_key or self.jurisdiction or self.fips):
            inconsistent("jurisdiction_key", "the row names no jurisdiction; give a key, a name or fips")
        return self


def _rows(populations: Iterable[Population]) -> Iterator[Row]:
    """`{key, population, year}`."""
    for each in populations:
        [key] = each.jurisdiction_key
        yield {"key": key, "population": each.population, "year": each.population_year}


POPULATIONS: Final = Source(
    name="jurisdictions",
    patterns=("jurisdictions*", "populations*"),
    contract=Population,
    rows=_rows,
    target=Target(
        statement("load/populations"),
        references=lambda row: [NodeReference("jurisdiction_key", "Jurisdiction", row["key"])],
        follow_up=statement("load/populations_inherited"),
    ),
    key="jurisdiction_key",
    headings={
        "jurisdiction_key": ("key",),
        "jurisdiction": ("name", "jurisdiction name", "geography", "area name"),
        "jurisdiction_type": ("type", "kind"),
        "state": ("st", "state code"),
        "fips": ("county fips", "fips code", "geoid"),
        "population": ("people", "pop", "population estimate", "total population"),
        "population_year": ("year", "vintage"),
    },
    places=True,
    name_fields=frozenset({"jurisdiction_key", "jurisdiction"}),
    needs_place=True,
    max_bad_share=0.1,
)
