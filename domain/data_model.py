"""The words of a data model: labels, relationship types, and the properties that a reader may see.

`schema/data_model.py` has the data model of the graph. Exports, dictionaries and pages are made of it, and
know nothing of GraphQL.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class ValueType(StrEnum):
    """What a property holds; a month such as `2025-11` is stored as months since year 0."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    MONTH = "month"
    TEXTS = "list of text"


@dataclass(frozen=True, slots=True)
class EnumValue:
    """One of the values that a property may have; `stored` is what the graph holds, a text or a number."""

    stored: str | int
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class StoredProperty:
    """A property of a node or a relationship.

    `path` is where the graph has it, where that is not its name: a part of a point, such as
    `location.latitude`. `enum` is the name of its list of `values`, if it has one.
    """

    name: str
    type: ValueType
    description: str
    nullable: bool
    unit: str = ""
    path: str = ""
    enum: str = ""
    values: tuple[EnumValue, ...] = ()

    @property
    def coded(self) -> bool:
        """True where the values are numbers, which a reader needs the titles for."""
        return bool(self.values) and self.type is ValueType.INTEGER


@dataclass(frozen=True, slots=True)
class NodeType:
    """A label and its properties; the first is `key`, which no two nodes share."""

    name: str
    description: str
    properties: tuple[StoredProperty, ...]


@dataclass(frozen=True, slots=True)
class RelationshipType:
    """A relationship type: the labels at its start and its end, and its properties.

    `order` are the properties that the relationships of a start are listed by, before the key of their end.
    """

    name: str
    start: str
    end: str
    description: str
    properties: tuple[StoredProperty, ...]
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DataModel:
    """All labels and relationship types, in the order of a page on them."""

    nodes: tuple[NodeType, ...]
    relationships: tuple[RelationshipType, ...]

    def properties(self) -> Iterator[tuple[str, StoredProperty]]:
        """Every property, with its label or relationship type."""
        types: tuple[NodeType | RelationshipType, ...] = (*self.nodes, *self.relationships)
        for each in types:
            for found in each.properties:
                yield each.name, found

    def without(self, label: str) -> DataModel:
        """The same without a label, and without the relationships from or to it."""
        return DataModel(
            tuple(each for each in self.nodes if each.name != label),
            tuple(each for each in self.relationships if label not in (each.start, each.end)),
        )
