"""Rows of jurisdictions, and of counties that touch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from domain.vocabulary import JurisdictionKind as Kind
from loaders.jurisdiction import PROPERTIES, Jurisdiction
from loaders.pipeline.row import Row


def jurisdiction_rows(jurisdictions: Iterable[Jurisdiction]) -> Iterator[Row]:
    """`{key, properties, partOf, members}`; a null property is removed when a row changes."""
    unknown = dict.fromkeys(PROPERTIES.values())
    for each in jurisdictions:
        properties = unknown | each.properties()
        if each.kind is Kind.REGION:
            properties["counties"] = [member.partition(":")[2] for member in each.members]
        yield {
            "key": each.key,
            "properties": properties,
            "partOf": list(each.part_of),
            "members": list(each.members),
        }


def adjacency_rows(pairs: Iterable[tuple[str, str]]) -> Iterator[Row]:
    """`{key, one, other}` for two counties that touch."""
    for one, other in pairs:
        yield {"key": f"{one}|{other}", "one": one, "other": other}
