"""A check that every filter and sort has an index of a migration, or a stated bound."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from graph.errors import IndexMissing
from graph.migrations import Migration, migrations
from schema.build.hints import is_list
from schema.declare import Declaration
from schema.planner.cypher.search_query import TextIndex
from schema.sources import Relationship

CREATED: Final = re.compile(
    r"CREATE (?:(?P<kind>RANGE|POINT|FULLTEXT) INDEX|CONSTRAINT) (?P<name>\w+) IF NOT EXISTS "
    r"FOR \(n:(?P<label>\w+)\) (?:ON|REQUIRE) (?:EACH )?[(\[]?(?P<properties>[^)\]]*?)(?:[)\]]| IS UNIQUE)"
)
OVER_RELATIONSHIP: Final = re.compile(
    r"CREATE RANGE INDEX \w+ IF NOT EXISTS FOR \(\)-\[r:(?P<type>\w+)\]-\(\) ON \((?P<properties>[^)]*)\)"
)
DROPPED: Final = re.compile(r"DROP INDEX (\w+) IF EXISTS")

Index = tuple[str, str | None, tuple[str, ...]]


def check(declarations: Mapping[str, Declaration], known: Iterable[Migration] | None = None) -> None:
    """Raises IndexMissing with the properties that have neither."""
    known = migrations() if known is None else list(known)
    found = set(_indexed(known))
    missing = [
        f"{declaration.name}.{field}"
        for declaration in declarations.values()
        if declaration.label and not declaration.bound
        for field in _unindexed(declaration, found)
    ]
    missing += [
        f"{declaration.name}'s text index {name}"
        for declaration in declarations.values()
        if declaration.text
        for name in TextIndex.of(declaration).names
        if ("FULLTEXT", declaration.label, (name,)) not in found
    ]
    over = set(_over_relationships(known))
    missing += [
        f"{declaration.name}.{field}'s index over {source.type}({', '.join(source.index)})"
        for declaration in declarations.values()
        for field, related in declaration.related.items()
        if isinstance(source := related.source, Relationship) and source.index
        if (source.type, source.index) not in over
    ]
    if missing:
        raise IndexMissing(
            f"{', '.join(missing)}: filters need an index. Add one in a new file of cypher/migrations/, "
            "state the bound of the declaration or property, or declare it filtered=False."
        )


def _unindexed(declaration: Declaration, found: set[Index]) -> Iterator[str]:
    for field, (hint, prop) in declaration.properties.items():
        stored_name = prop.property or field
        stored = ("RANGE", declaration.label, (stored_name,))
        if prop.filtered and not prop.bound and (is_list(hint) or stored not in found):
            yield field
        elif prop.paged and ("RANGE", declaration.label, (stored_name, "key")) not in found:
            yield f"{field} with its key"
    for field, place in declaration.places.items():
        if ("POINT", declaration.label, (place.property,)) not in found:
            yield field


def _indexed(known: Iterable[Migration]) -> Iterator[Index]:
    """The kind, label and property prefix of each index; of a full-text index its name."""
    created: dict[str, Index] = {}
    for migration in known:
        for part in migration.statements:
            for name in DROPPED.findall(part.text):
                created.pop(name, None)
            for match in CREATED.finditer(part.text):
                kind, name = match["kind"] or "RANGE", match["name"]
                properties = (each.strip().removeprefix("n.") for each in match["properties"].split(","))
                created[name] = (kind, match["label"], (name,) if kind == "FULLTEXT" else tuple(properties))
    for kind, label, names in created.values():
        for count in range(1, len(names) + 1):
            yield kind, label, names[:count]


def _over_relationships(known: Iterable[Migration]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The type and properties of each index over relationships."""
    for migration in known:
        for part in migration.statements:
            for match in OVER_RELATIONSHIP.finditer(part.text):
                properties = match["properties"].split(",")
                yield match["type"], tuple(each.strip().removeprefix("r.") for each in properties)
