"""A table of the export: a label or a relationship type, its columns, and the statement that reads a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from domain.data_model import DataModel, NodeType, RelationshipType, StoredProperty, ValueType
from domain.months import month_text
from graph.statements import Statement

KEY: Final = "key"
ENDS: Final = ("fromKey", "toKey")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the property at the place `at` of a row, a month as text, or the title of a code.

    `labels` are titles by value, where a property has a list of values. `references` is the table whose key
    it holds. `decode` makes the value of a stored one.
    """

    name: str
    type: ValueType
    description: str
    nullable: bool
    at: int
    unit: str = ""
    labels: Mapping[str | int, str] = field(default_factory=dict, hash=False)
    references: str = ""
    property: str = ""
    decode: Callable[[Any], Any] | None = None


@dataclass(frozen=True, slots=True)
class ResearchTable:
    """A table: nodes in the order of their keys, or relationships in that of the keys at their starts."""

    name: str
    description: str
    columns: tuple[Column, ...]
    statement: Statement

    @property
    def is_nodes(self) -> bool:
        """True for a label, False for a relationship type."""
        return self.columns[0].name == KEY


def tables_of(model: DataModel) -> list[ResearchTable]:
    """A table for each label and each relationship type."""
    return [*map(_of_nodes, model.nodes), *map(_of_relationships, model.relationships)]


def _of_nodes(node: NodeType) -> ResearchTable:
    read = ", ".join(f"n.{each.path or each.name}" for each in node.properties)
    return ResearchTable(
        node.name,
        node.description,
        tuple(_columns(node.properties, 0)),
        _statement(node.name, node.name, f"[[{read}]]"),
    )


def _of_relationships(each: RelationshipType) -> ResearchTable:
    ends = (
        Column(name, ValueType.TEXT, f"Key of the {label}.", nullable=False, at=at, references=label)
        for at, (name, label) in enumerate(zip(ENDS, (each.start, each.end), strict=True))
    )
    order = ", ".join([*(f"r.{name}" for name in each.order), "other.key"])
    read = ", ".join(["n.key", "other.key", *(f"r.{found.name}" for found in each.properties)])
    rows = f"COLLECT {{ MATCH (n)-[r:{each.name}]->(other:{each.end}) RETURN [{read}] ORDER BY {order} }}"
    return ResearchTable(
        each.name,
        each.description,
        (*ends, *_columns(each.properties, len(ENDS))),
        _statement(each.name, each.start, rows),
    )


def _statement(name: str, label: str, rows: str) -> Statement:
    """The rows of the next nodes of a label, by declared names only, and the last key that was read."""
    return Statement(
        f"research/{name}",
        f"CYPHER 25\nMATCH (n:{label}) WHERE n.key > $after\nWITH n ORDER BY n.key LIMIT $page\n"
        f"RETURN n.key AS key, {rows} AS rows ORDER BY key",
    )


def _columns(properties: Iterable[StoredProperty], first: int) -> Iterator[Column]:
    """The columns of properties; a coded one has a second column with the titles of its codes."""
    for at, each in enumerate(properties, first):
        labels = {value.stored: value.title for value in each.values}
        yield Column(
            each.name,
            each.type,
            each.description,
            each.nullable,
            at,
            each.unit,
            labels,
            property=each.name,
            decode=month_text if each.type is ValueType.MONTH else None,
        )
        if each.coded:
            yield Column(
                f"{each.name}Name",
                ValueType.TEXT,
                f"Title of `{each.name}`.",
                each.nullable,
                at,
                property=each.name,
                decode=labels.__getitem__,
            )
