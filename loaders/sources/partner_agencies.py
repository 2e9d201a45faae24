"""Agencies that work with sites, as an operator lists them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Final

from pydantic import Field

from domain.vocabulary import PartnerKind
from graph.statements import statement
from loaders.pipeline.contract import FileRow, NoDuplicates, SplitKeys
from loaders.pipeline.row import Row
from loaders.pipeline.source import Source
from loaders.pipeline.target import NodeReference, Target
from loaders.sources.fields import (
    JURISDICTION_KEY,
    PARTNER_KEY,
    SITE_KEY,
    JurisdictionKey,
    PartnerKey,
    SiteKey,
    one_of,
)
from loaders.sources.values import any_form


class PartnerAgency(FileRow):
    """An agency, and the sites that it works with."""

    key: PartnerKey = Field(description=PARTNER_KEY)
    name: str = Field(min_length=1, max_length=200, description="its name")
    kind: Annotated[PartnerKind, any_form(PartnerKind)] = Field(description=one_of(PartnerKind))
    jurisdiction_key: JurisdictionKey | None = Field(
        None, description=f"{JURISDICTION_KEY}, if its name says where it is"
    )
    sites: Annotated[list[SiteKey], SplitKeys, NoDuplicates] = Field(
        min_length=1, max_length=50, description=f"{SITE_KEY}; several separated by ;"
    )


def _rows(agencies: Iterable[PartnerAgency]) -> Iterator[Row]:
    """`{key, properties, jurisdiction, sites}`."""
    for each in agencies:
        yield {
            "key": each.key,
            "properties": {"key": each.key, "name": each.name, "kind": each.kind.value},
            "jurisdiction": each.jurisdiction_key,
            "sites": sorted(each.sites),
        }


def _references(row: Row) -> Iterator[NodeReference]:
    if row["jurisdiction"]:
        yield NodeReference("jurisdiction_key", "Jurisdiction", row["jurisdiction"])
    yield from (NodeReference("sites", "Site", key) for key in row["sites"])


PARTNER_AGENCIES: Final = Source(
    name="partner-agencies",
    label="PartnerAgency",
    patterns=("partner-agencies*", "partners*"),
    contract=PartnerAgency,
    rows=_rows,
    target=Target(statement("load/partner_agencies"), references=_references),
    headings={
        "name": ("partner", "partner agency", "agency", "agency name"),
        "kind": ("type", "kind of agency"),
        "jurisdiction_key": ("jurisdiction", "located in"),
        "sites": ("site", "learning sites"),
    },
    max_bad_share=0.1,
    judge_after=20,
    delete=statement("load/partner_agencies_remove"),
    list_keys=statement("load/partner_agencies_every"),
)
