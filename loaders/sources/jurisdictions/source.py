"""Files of jurisdictions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from domain.former_counties import COUNTY_KEY
from domain.similarity import OTHER
from domain.vocabulary import JurisdictionKind as Kind
from graph.statements import statement
from loaders.pipeline.row import Row
from loaders.pipeline.source import Source
from loaders.pipeline.target import NodeReference, Target
from loaders.sources.jurisdictions.contract import JurisdictionRow

COMPARED_AS: Final = {Kind.TRIBE: OTHER, Kind.TOWNSHIP: Kind.PLACE}
"""What similarity compares a kind as, where that is another."""


def _rows(rows: Iterable[JurisdictionRow]) -> Iterator[Row]:
    """`{key, population, year}`, of a new jurisdiction also `properties` and `counties`, keys."""
    for each in rows:
        [key] = each.jurisdiction_key
        row: Row = {"key": key, "population": each.population, "year": each.population_year}
        if each.kind:
            row["properties"] = {
                "kind": str(each.kind),
                "comparedAs": str(COMPARED_AS.get(each.kind, each.kind)),
                "name": each.jurisdiction,
                "state": each.own_states[0],
                "states": each.own_states,
                "otherNames": each.other_names,
            }
            row["counties"] = [COUNTY_KEY + fips for fips in sorted(each.counties)]
        yield row


def _references(row: Row) -> Iterator[NodeReference]:
    if "counties" in row:
        yield from (NodeReference("counties", "Jurisdiction", key) for key in row["counties"])
    else:
        yield NodeReference("jurisdiction_key", "Jurisdiction", row["key"])


JURISDICTIONS: Final = Source(
    name="jurisdictions",
    label="Jurisdiction",
    patterns=("jurisdictions*", "populations*"),
    contract=JurisdictionRow,
    rows=_rows,
    target=Target(
        statement("load/jurisdictions_of_files"),
        references=_references,
        follow_up=statement("load/populations_inherited"),
    ),
    key="jurisdiction_key",
    headings={
        "jurisdiction_key": ("key",),
        "jurisdiction": ("name", "jurisdiction name", "geography", "area name"),
        "jurisdiction_type": ("type", "kind"),
        "state": ("st", "state code"),
        "fips": ("county fips", "fips code", "geoid"),
        "counties": ("host counties", "counties fips", "member fips"),
        "other_names": ("aliases", "also known as"),
        "population": ("people", "pop", "population estimate", "total population"),
        "population_year": ("year", "vintage"),
    },
    places=True,
    name_fields=frozenset({"jurisdiction_key", "jurisdiction", "other_names"}),
    needs_place=True,
    max_bad_share=0.1,
    delete=statement("load/jurisdictions_remove"),
    list_keys=statement("load/jurisdictions_every"),
)
