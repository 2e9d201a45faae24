"""Populations newer than those that come with the program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Final, Self

from pydantic import Field, model_validator

from domain.vocabulary import JurisdictionType
from graph.statements import statement
from loaders.pipeline.contract import FileRow, Once, Split, WholeNumber, refuse
from loaders.pipeline.row import Row, stamped
from loaders.pipeline.source import Source
from loaders.pipeline.writer import Named, Target
from loaders.sources.requests.contract import JURISDICTION_NAME, JurisdictionName

OwnPeople = Annotated[str, Field(pattern=r"^us-(state|county|place|campus):[A-Za-z0-9-]+$", max_length=100)]


class Population(FileRow):
    """The people of a jurisdiction in a year. A region has none of its own: it sums its counties."""

    jurisdiction_key: Annotated[list[OwnPeople], Split, Once] = Field(
        default=[], max_length=1, description="one key such as us-county:48201, of no region"
    )
    jurisdiction: JurisdictionName | None = Field(None, description=JURISDICTION_NAME)
    jurisdiction_type: JurisdictionType | None = Field(
        None, description=f"one of {', '.join(JurisdictionType)}"
    )
    state: str | None = Field(
        None, pattern=r"^[A-Z]{2}$", description="a state's two capital letters, such as TX"
    )
    fips: str | None = Field(
        None, pattern=r"^[0-9]{5}$", description="a county's 5 digits with leading zeros, such as 01001"
    )
    population: WholeNumber = Field(gt=0, lt=500_000_000, description="people, a whole number above 0")
    population_year: WholeNumber = Field(ge=1990, le=2100, description="the year of the figure, such as 2023")

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if not (self.jurisdiction_key or self.jurisdiction or self.fips):
            refuse("jurisdiction_key", "nothing says whose people they are; give a key, a name or fips")
        return self


def _rows(populations: Iterable[Population]) -> Iterator[Row]:
    """`{key, population, year}`."""
    for each in populations:
        [key] = each.jurisdiction_key
        yield stamped({"key": key, "population": each.population, "year": each.population_year})


POPULATIONS: Final = Source(
    name="jurisdictions",
    patterns=("jurisdictions*", "populations*"),
    contract=Population,
    rows=_rows,
    target=Target(
        statement("load/populations"),
        names=lambda row: [Named("jurisdiction_key", "Jurisdiction", row["key"])],
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
    names=frozenset({"jurisdiction_key", "jurisdiction"}),
    needs_place=True,
    most_bad=0.1,
)
