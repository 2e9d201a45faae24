"""Learning sites that an operator adds to ours, or changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pydantic import model_validator

from graph.statements import statement
from loaders.pipeline.row import Row
from loaders.pipeline.source import Source
from loaders.pipeline.target import NodeReference, Target
from loaders.sources.sites.contract import Site
from loaders.sources.sites.rows import site_rows


def _references(row: Row) -> Iterator[NodeReference]:
    yield from (NodeReference("serves", "Jurisdiction", key) for key in row["serves"])
    yield from (NodeReference("models", "ProgramModel", operated["key"]) for operated in row["operates"])
    yield from (NodeReference("topics", "Topic", topic["key"]) for topic in row["topics"])
    located = (partner["jurisdiction"] for partner in row["partners"])
    yield from (NodeReference("partners", "Jurisdiction", key) for key in located if key)


class SiteRow(Site):
    """A site of an operator's file, which may leave out unknown fields."""

    @model_validator(mode="before")
    @classmethod
    def _with_unknown_fields(cls, row: object) -> object:
        lists = dict.fromkeys(("models", "specialties", "topics", "partners"), ())
        unknown: dict[str, object] = {**lists, "personnel": {}, "population": {}, "notes": None}
        return unknown | row if isinstance(row, dict) else row


SITES: Final = Source(
    name="sites",
    label="Site",
    patterns=("sites*", "learning-sites*"),
    contract=SiteRow,
    rows=lambda sites: site_rows(sites, from_file=True),
    target=Target(statement("load/sites"), references=_references),
    name_fields=frozenset(
        {"key", "name", "partners.key", "partners.name", "sources.key", "sources.url", "confirmed_by"}
        | {f"{fact}.confirmed_by" for fact in ("models", "topics", "partners", "personnel", "population")}
        | {f"{fact}.confirmed_by" for fact in ("assistance_confirmed", "direct_contact")}
    ),
    max_bad_share=0.0,
    judge_after=1,
    delete=statement("load/sites_remove"),
    list_keys=statement("load/sites_every"),
)
