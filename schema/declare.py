"""What a type of the schema declares: which label or row it is, and what each field reads.

A declaration is data. `schema.build` makes Strawberry types of it, `schema.planner` makes Cypher of it;
a new property or relationship is one more line in one file of `schema/types/`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar, get_type_hints

from graph.statements import Statement

T = TypeVar("T", bound=type)


class Direction(StrEnum):
    """Which way a relationship points, seen from the declaring type."""

    OUT = "OUT"
    IN = "IN"
    BOTH = "BOTH"


class Shape(StrEnum):
    """How many a field gives, and in which form."""

    ONE = "ONE"
    LIST = "LIST"
    CONNECTION = "CONNECTION"


@dataclass(frozen=True, slots=True)
class Relationship:
    """Rows reached by a relationship of this type."""

    type: str
    direction: Direction = Direction.OUT


@dataclass(frozen=True, slots=True)
class Column:
    """A node, a row, or a list of them, held in a column of the parent row."""

    name: str


@dataclass(frozen=True, slots=True)
class Label:
    """All nodes of a label (root fields); with a `key` argument the one that it names."""

    label: str


@dataclass(frozen=True, slots=True)
class Fragment:
    """A statement of cypher/field/ that computes one map `answer` from the map `ask`.

    `ask` makes that map from the field's coerced arguments. The rows of a list or connection are
    `answer.rows`; an `answer.error` that is not null is handed to `fail`, which makes the error.
    """

    statement: Statement
    ask: Callable[[Mapping[str, Any]], Mapping[str, Any]] = dict
    fail: Callable[[Any], Exception] | None = None


Source = Relationship | Column | Label | Fragment


@dataclass(frozen=True, slots=True)
class By:
    """One key of an order: a property of the node or row, or with `edge` of the relationship."""

    name: str
    descending: bool = False
    edge: bool = False


@dataclass(frozen=True, slots=True)
class Property:
    """A scalar: read from `column`, converted by `convert` where GraphQL wants another form.

    With `needs` several columns are read and handed to `convert` together.
    """

    description: str
    column: str = ""
    needs: tuple[str, ...] = ()
    convert: Callable[..., Any] | None = None


@dataclass(frozen=True, slots=True)
class Related:
    """One or many of another type. `order` must end in something unique: it is what cursors hold."""

    description: str
    source: Source
    to: str
    shape: Shape
    order: tuple[By, ...] = (By("key"),)
    edge: type | None = None
    summary: type | None = None
    arguments: Mapping[str, tuple[Any, str]] = field(default_factory=dict)
    nullable: bool = True


@dataclass(frozen=True, slots=True)
class Declaration:
    """One type: its GraphQL name, its label (None for a computed row), and what its fields read."""

    name: str
    description: str
    label: str | None
    properties: Mapping[str, tuple[Any, Property]]
    related: Mapping[str, Related]

    @classmethod
    def of(cls, declared: type, label: str | None = None) -> Declaration:
        """Reads a class whose attributes are `prop(…)`, `one(…)`, `many(…)` or `pages(…)`."""
        hints = get_type_hints(declared, include_extras=True)
        attributes = {n: v for n, v in vars(declared).items() if isinstance(v, Property | Related)}
        if untyped := [n for n, v in attributes.items() if isinstance(v, Property) and n not in hints]:
            raise TypeError(f"{declared.__name__}: {', '.join(untyped)} needs a type annotation")
        return cls(
            declared.__name__,
            inspect.cleandoc(declared.__doc__ or ""),
            label,
            {n: (hints[n], v) for n, v in attributes.items() if isinstance(v, Property)},
            {n: v for n, v in attributes.items() if isinstance(v, Related)},
        )


def prop(
    description: str,
    column: str = "",
    *,
    needs: tuple[str, ...] = (),
    convert: Callable[..., Any] | None = None,
) -> Any:
    """A scalar property; its column is the field's GraphQL name unless another is named."""
    return Property(description, column, needs, convert)


def one(description: str, source: Source, to: str, **options: Any) -> Any:
    """At most one node or row of another type."""
    return Related(description, source, to, Shape.ONE, **options)


def many(description: str, source: Source, to: str, **options: Any) -> Any:
    """A plain list, bounded by `first`."""
    return Related(description, source, to, Shape.LIST, **options)


def pages(description: str, source: Source, to: str, **options: Any) -> Any:
    """A Relay connection with keyset cursors."""
    return Related(description, source, to, Shape.CONNECTION, **options)


def out(type: str) -> Relationship:
    """Along a relationship that points away from here."""
    return Relationship(type, Direction.OUT)


def into(type: str) -> Relationship:
    """Along a relationship that points here."""
    return Relationship(type, Direction.IN)
