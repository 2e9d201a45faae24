"""Learning sites that an operator documents, or tells otherwise than we do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pydantic import model_validator

from graph.statements import statement
from loaders.pipeline.row import Row
from loaders.pipeline.source import Source
from loaders.pipeline.writer import Named, Target
from loaders.sources.sites.contract import Site
from loaders.sources.sites.rows import site_rows


def _names(row: Row) -> Iterator[Named]:
    yield from (Named("serves", "Jurisdiction", key) for key in row["serves"])
    yield from (Named("models", "ProgramModel", operated["key"]) for operated in row["operates"])
    yield from (Named("topics", "Topic", key) for key in row["topics"])
    located = (partner["jurisdiction"] for partner in row["partners"])
    yield from (Named("partners", "Jurisdiction", key) for key in located if key)


class SiteRow(Site):
    """A site of an operator's file, which may leave out what is not known."""

    @model_validator(mode="before")
    @classmethod
    def _unknown(cls, row: object) -> object:
        lists = dict.fromkeys(("models", "specialties", "topics", "partners"), ())
        unknown: dict[str, object] = {**lists, "personnel": {}, "population": {}, "notes": None}
        return unknown | row if isinstance(row, dict) else row


SITES: Final = Source(
    name="sites",
    patterns=("sites*", "learning-sites*"),
    contract=SiteRow,
    rows=lambda sites: site_rows(sites, from_file=True),
    target=Target(statement("load/sites"), names=_names),
    names=frozenset({"key", "name", "partners.key", "partners.name", "sources.key", "sources.url"}),
    most_bad=0.0,
    judge_after=1,
    remove=statement("load/sites_remove"),
    every=statement("load/sites_every"),
)
