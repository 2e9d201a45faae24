"""What a type of the schema declares: which label or row it is, and what each field reads.

A declaration is data. `schema.build` makes Strawberry types of it, with their filters, sorts, aggregates
and arguments; `schema.planner` makes Cypher of it. A new property or relationship is one more line in one
file of `schema/types/`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any, Final, NamedTuple, get_type_hints

from schema.sources import Derived, Label, Relationship, Source

DEFAULT_FIRST: Final = 20
"""Items of a list where nobody says how many."""
MOST_GROUPS: Final = 1000
"""Groups of an aggregate at the most, and where nobody says how many."""


MOST_MILES: Final = 12_500
"""Statute miles between two places at the most: half way round the Earth."""


class Shape(StrEnum):
    """How many a field gives, and in which form."""

    ONE = "ONE"
    LIST = "LIST"
    CONNECTION = "CONNECTION"


@dataclass(frozen=True, slots=True)
class By:
    """One key of an order: a property of the node or row, or with `edge` of the relationship."""

    name: str
    descending: bool = False
    edge: bool = False


class Unit(NamedTuple):
    """A calendar unit to group values by: Cypher for a value, what Python makes of that, its type."""

    cypher: str
    read: Callable[[Any], Any] | None
    type: type


@dataclass(frozen=True, slots=True)
class Form:
    """How a stored value and GraphQL's value become one another.

    `cypher` is what Cypher reads, `read` what Python makes of that; `write` is the way back, for filters.
    `units` are the coarser values that it can be grouped by, by name.
    """

    read: Callable[[Any], Any] | None = None
    write: Callable[[Any], Any] | None = None
    cypher: str = "{}"
    units: Mapping[str, Unit] = field(default_factory=dict)


PLAIN = Form()


@dataclass(frozen=True, slots=True)
class Property:
    """A scalar: read from `column` in a `form`.

    With `needs` several columns are read and handed to `form.read` together. `exact` marks keys and codes:
    text that is compared letter by letter. `filtered` False leaves it out of filters, sorts and groups;
    `bound` says what bounds a filter that has no index. Where it is `paged` an index of it and the key finds
    a page far down a list that is sorted by it, however many rows share its value.
    """

    description: str
    column: str = ""
    needs: tuple[str, ...] = ()
    form: Form = PLAIN
    exact: bool = False
    filtered: bool = True
    bound: str = ""
    paged: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A point that can be filtered by and sorted by distance from; it has no output of its own."""

    description: str
    column: str


@dataclass(frozen=True, slots=True)
class Related:
    """One or many of another type. `order` must end in something unique: it is what cursors hold.

    A `whole` list is bounded by what it is made from, and has no `first`. One for `staff` is refused others.
    Without `nullable` there is always one; raises TypeError where it takes arguments or is for staff, because
    null, with an error, is how a field is refused without the rest of the answer.
    """

    description: str
    source: Source
    to: str
    shape: Shape
    order: tuple[By, ...] = (By("key"),)
    edge: type | None = None
    summary: type | None = None
    arguments: Mapping[str, tuple[Any, str]] = field(default_factory=dict)
    nullable: bool = True
    whole: bool = False
    staff: bool = False

    def __post_init__(self) -> None:
        if not self.nullable and (self.arguments or self.staff):
            raise TypeError(
                f"{self.to}: a field that takes arguments or is for staff may be null when refused"
            )

    @property
    def queryable(self) -> bool:
        """True where rows are nodes that can be filtered and sorted."""
        derived = isinstance(self.source, Derived) and self.shape is not Shape.ONE and not self.whole
        return self.stored or derived

    @property
    def stored(self) -> bool:
        """True where rows are nodes as the graph holds them: they can also be searched and put in groups."""
        return self.walked or (isinstance(self.source, Label) and self.shape is not Shape.ONE)

    @property
    def walked(self) -> bool:
        """True where rows hang on the parent by a relationship: it can be filtered and sorted by them."""
        return isinstance(self.source, Relationship)


@dataclass(frozen=True, slots=True)
class Declaration:
    """One type: its GraphQL name, its label (None for a computed row), and what its fields read.

    `text` is the full-text index that finds its nodes, with its `words_index` beside it; what a search finds
    equally well is sorted by the property `size`, the greatest first. `bound` says why its label may be read
    whole, where filters have no index of their own. A type for `staff` is refused to other roles wherever it
    is asked for.
    """

    name: str
    description: str
    label: str | None
    properties: Mapping[str, tuple[Any, Property]]
    related: Mapping[str, Related]
    places: Mapping[str, Place]
    text: str | None = None
    bound: str = ""
    staff: bool = False
    size: str = ""

    @classmethod
    def of(
        cls,
        declared: type,
        label: str | None = None,
        *,
        text: str | None = None,
        bound: str = "",
        staff: bool = False,
        size: str = "",
    ) -> Declaration:
        """Reads a class whose attributes are `prop(…)`, `place(…)`, `one(…)`, `many(…)` or `pages(…)`."""
        hints = get_type_hints(declared, include_extras=True)
        attributes = {
            camel(n): (n, v) for n, v in vars(declared).items() if isinstance(v, Property | Related | Place)
        }
        if untyped := [n for n, v in attributes.values() if isinstance(v, Property) and n not in hints]:
            raise TypeError(f"{declared.__name__}: {', '.join(untyped)} needs a type annotation")
        return cls(
            declared.__name__,
            inspect.cleandoc(declared.__doc__ or ""),
            label,
            {c: (hints[n], v) for c, (n, v) in attributes.items() if isinstance(v, Property)},
            {c: v for c, (_, v) in attributes.items() if isinstance(v, Related)},
            {c: v for c, (_, v) in attributes.items() if isinstance(v, Place)},
            text,
            bound,
            staff,
            size,
        )


@cache
def properties_of(declared: type) -> Declaration:
    """The declaration of what an edge or a summary carries."""
    return Declaration.of(declared)


def camel(name: str) -> str:
    """`joined_year` → `joinedYear`: GraphQL's spelling of a field."""
    head, *rest = name.split("_")
    return head + "".join(part.title() for part in rest)


def prop(
    description: str,
    column: str = "",
    *,
    needs: tuple[str, ...] = (),
    read: Callable[..., Any] | None = None,
    form: Form = PLAIN,
    exact: bool = False,
    filtered: bool = True,
    bound: str = "",
    paged: bool = False,
) -> Any:
    """A scalar property; its column is the field's GraphQL name unless another is named.

    `read` is a form that only reads: such a property cannot be filtered by.
    """
    if read is not None:
        form, filtered = Form(read), False
    return Property(description, column, needs, form, exact, filtered and not needs, bound, paged)


def place(description: str, column: str) -> Any:
    """A point to filter by and to measure distances from."""
    return Place(description, column)


def one(description: str, source: Source, to: str, **options: Any) -> Any:
    """At most one node or row of another type."""
    return Related(description, source, to, Shape.ONE, **options)


def many(description: str, source: Source, to: str, **options: Any) -> Any:
    """A plain list, bounded by `first`."""
    return Related(description, source, to, Shape.LIST, **options)


def pages(description: str, source: Source, to: str, **options: Any) -> Any:
    """A Relay connection with keyset cursors."""
    return Related(description, source, to, Shape.CONNECTION, **options)
