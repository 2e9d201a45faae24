"""A table of import files: nodes of a label or relationships of a type, with the columns of their header."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from neo4j.spatial import WGS84Point

BETWEEN_ITEMS: Final = "\x1f"
"""Separates the items of a list: the unit separator, because texts may contain any other character."""


class Line(NamedTuple):
    """A node or a relationship: a line of the file of its table."""

    table: Table
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A column is `name:type` as neo4j-admin reads it, of texts the name alone.

    Columns that begin with a colon, and those of a type ID, have a meaning of their own.
    """

    option: str
    name: str
    columns: tuple[str, ...]
    values: tuple[str, ...]
    """By which name each column's value is given."""

    @classmethod
    def of_nodes(cls, label: str, *columns: str) -> Table:
        """Nodes with this label; their ids are their keys, which differ between labels too."""
        return cls._of("nodes", label, ("key:ID", *columns))

    @classmethod
    def of_relationships(cls, type_: str, *columns: str) -> Table:
        """Relationships of this type."""
        return cls._of("relationships", type_, (":START_ID", ":END_ID", *columns))

    @classmethod
    def _of(cls, option: str, name: str, columns: tuple[str, ...]) -> Table:
        return cls(option, name, columns, tuple(each.partition(":")[0] or each for each in columns))

    @property
    def header(self) -> str:
        """The first line of its file."""
        return ",".join(self.columns) + "\n"

    def line(self, values: Mapping[str, Any]) -> Line:
        """One line of it. A value that no column is for is a defect here, and so an AssertionError."""
        lost = [name for name in values if name not in self.values]
        assert not lost, f"{self.name} has no column for {', '.join(lost)}"
        return Line(self, ",".join([cell(values.get(name)) for name in self.values]) + "\n")

    def tie(self, start: str, end: str, values: Mapping[str, Any] | None = None) -> Line:
        """The line of a relationship between nodes with these keys."""
        return self.line({":START_ID": start, ":END_ID": end, **(values or {})})


def cell(value: object) -> str:
    """A property's value as a cell; one that is null, or an empty list, becomes no property."""
    match value:
        case str():
            return quoted(value)
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case WGS84Point():
            return quoted(f"{{longitude:{value.x!r},latitude:{value.y!r}}}")
        case datetime():
            return value.isoformat()
        case list():
            return quoted(BETWEEN_ITEMS.join(value)) if value else ""
        case _:
            raise AssertionError(f"no column holds a {type(value).__name__}")


def quoted(text: str) -> str:
    """Quoted always, for an empty text is not the same as none: the csv module does not tell them apart."""
    return '"' + text.replace('"', '""') + '"'
