"""Declarations of types: the label or row of each, and what its fields read.

A declaration is data. `schema.build` makes Strawberry types of it, with their filters, sorts, aggregates
and arguments; `schema.planner` makes Cypher of it. A new property or relationship is one more line in one
file of `schema/types/`.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any, Final, NamedTuple, get_args, get_type_hints

from schema.sources import Derived, Label, Relationship, Source

DEFAULT_FIRST: Final = 20
"""Default number of items of a list."""
MAX_GROUPS: Final = 1000
"""Maximum and default number of groups of an aggregate."""
MAX_MILES: Final = 12_500
"""Maximum statute miles between two places: half the circumference of the Earth."""
ROUNDED: Final = "CASE WHEN {0} >= 5 THEN 5 * toInteger(round({0} / 5.0)) END"
"""The Cypher of a count that readers see: a multiple of 5, null below 5."""


class Shape(StrEnum):
    """Whether a field returns one object, a list or a connection."""

    ONE = "ONE"
    LIST = "LIST"
    CONNECTION = "CONNECTION"


@dataclass(frozen=True, slots=True)
class SortKey:
    """One key of an order: a property of the node or row, or with `edge` of the relationship."""

    name: str
    descending: bool = False
    edge: bool = False


class GroupingUnit(NamedTuple):
    """A calendar unit to group by: the Cypher of a value, the function that reads its result, its type."""

    cypher: str
    read: Callable[[Any], Any] | None
    type: type


@dataclass(frozen=True, slots=True)
class Codec:
    """Converts between the stored value and GraphQL's value.

    `cypher` is the expression that reads the stored value, `read` converts its result, and `write` converts
    the values of filters back. `units` are the units to group by, by name. `order` are the stored names of
    an enum from the first to the last, where sorts and groups follow it and not the alphabet.
    """

    read: Callable[[Any], Any] | None = None
    write: Callable[[Any], Any] | None = None
    cypher: str = "{}"
    units: Mapping[str, GroupingUnit] = field(default_factory=dict)
    order: tuple[str, ...] = ()

    def sorted_by(self, stored: str) -> str:
        """The Cypher by which a stored value is sorted: of an ordered name its position."""
        if not self.order:
            return stored
        places = ", ".join(f"{name}: {place}" for place, name in enumerate(self.order))
        return f"{{{places}}}[{stored}]"


AS_STORED: Final = Codec()


@dataclass(frozen=True, slots=True)
class Property:
    """A scalar field that reads a `property` of the node or row, by default the one of its own name.

    With `needs` several properties are read and passed to `codec.read` together. With `expression` it is this
    Cypher, `{0}` being the node, and is not in filters, sorts and groups. A `keyword` is a key or
    code, compared character by character. Without `filtered` it is not in filters, sorts and groups; `bound`
    says what bounds a filter without an index. A `paged` property has an index with the key, which finds a
    page far down a list sorted by it, however many rows share its value. `deprecated` is the reason, if it
    is. A property for `staff` is forbidden to other roles. `for_readers` is the Cypher of the value that
    readers see instead, with `{0}` for the stored one; they cannot filter, sort or group by it. `unit` is
    what a stored number counts or measures, for dictionaries of the data.
    """

    description: str
    property: str = ""
    needs: tuple[str, ...] = ()
    codec: Codec = AS_STORED
    keyword: bool = False
    filtered: bool = True
    bound: str = ""
    paged: bool = False
    deprecated: str = ""
    staff: bool = False
    for_readers: str = ""
    expression: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A point to filter by and to sort by distance from; it is not an output field."""

    description: str
    property: str


@dataclass(frozen=True, slots=True)
class Related:
    """One or many of another type. `order` ends in a unique key, and cursors hold its values.

    `defaults` are the values of arguments that may be omitted but not null. An `unpaged` list has no `first`:
    its source bounds it. A field for `staff` is forbidden to other roles. Without `nullable` it is non-null.
    Raises TypeError for one that takes arguments or is for staff: a wrong argument or a forbidden field is
    null with an error, and the rest of the answer stays.
    """

    description: str
    source: Source
    to: str
    shape: Shape
    order: tuple[SortKey, ...] = (SortKey("key"),)
    edge: type | None = None
    summary: type | None = None
    arguments: Mapping[str, tuple[Any, str]] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)
    nullable: bool = True
    unpaged: bool = False
    staff: bool = False

    def __post_init__(self) -> None:
        if not self.nullable and (self.arguments or self.staff):
            raise TypeError(f"{self.to}: a field that takes arguments or is for staff must be nullable")

    @property
    def queryable(self) -> bool:
        """True where its rows are nodes that can be filtered and sorted."""
        derived = isinstance(self.source, Derived) and self.shape is not Shape.ONE and not self.unpaged
        return self.stored or derived

    @property
    def stored(self) -> bool:
        """True where its rows are stored nodes: they can also be searched and aggregated."""
        return self.walked or (isinstance(self.source, Label) and self.shape is not Shape.ONE)

    @property
    def walked(self) -> bool:
        """True where a relationship leads to its rows: the parent can be filtered and sorted by them."""
        return isinstance(self.source, Relationship)


@dataclass(frozen=True, slots=True)
class Declaration:
    """One type: its GraphQL name, its label (None for a computed row), and what its fields read.

    `text` is the full-text index of its nodes, the first of `TextIndex.names`; search results of one score
    are sorted by the property `size`, largest first. `bound` says why filters of its label need no indexes.
    A type for `staff` is forbidden to other roles in every field. `rows` is the number of its nodes in the
    sample graph, which weighs filters, counts and aggregates.
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
    rows: int = 100

    @property
    def current_key(self) -> Callable[[str], str] | None:
        """The function from a key to that which has replaced it; None where no key is ever replaced."""
        return self.properties["key"][1].codec.write if "key" in self.properties else None

    @property
    def deprecated(self) -> dict[str, str]:
        """The reasons of its deprecated properties, by field."""
        return {name: prop.deprecated for name, (_, prop) in self.properties.items() if prop.deprecated}

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
        rows: int = 100,
    ) -> Declaration:
        """Reads a class whose attributes are `prop(…)`, `place(…)`, `one(…)`, `many(…)` or `pages(…)`."""
        hints = get_type_hints(declared, include_extras=True)
        attributes = {
            camel(n): (n, v) for n, v in vars(declared).items() if isinstance(v, Property | Related | Place)
        }
        if untyped := [n for n, v in attributes.values() if isinstance(v, Property) and n not in hints]:
            raise TypeError(f"{declared.__name__}: {', '.join(untyped)} needs a type annotation")
        for name, (python_name, each) in attributes.items():
            if isinstance(each, Property) and each.staff and type(None) not in get_args(hints[python_name]):
                raise TypeError(f"{declared.__name__}.{name} is for staff, so it must be nullable")
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
            rows,
        )


@cache
def properties_of(declared: type) -> Declaration:
    """The declaration of what an edge or a summary carries."""
    return Declaration.of(declared)


def camel(name: str) -> str:
    """`joined_year` → `joinedYear`: GraphQL's spelling of a field."""
    head, *rest = name.split("_")
    return head + "".join(part.title() for part in rest)


def constant_case(name: str) -> str:
    """`monthQuarter` → `MONTH_QUARTER`: how an enum spells a field."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).upper()


def prop(
    description: str,
    property: str = "",
    *,
    needs: tuple[str, ...] = (),
    read: Callable[..., Any] | None = None,
    codec: Codec = AS_STORED,
    keyword: bool = False,
    filtered: bool = True,
    bound: str = "",
    paged: bool = False,
    deprecated: str = "",
    staff: bool = False,
    for_readers: str = "",
    expression: str = "",
    unit: str = "",
) -> Any:
    """A scalar field, see `Property`. With `read`, a codec that only reads, it is not `filtered`."""
    if read is not None:
        codec, filtered = Codec(read), False
    filtered = filtered and not needs and not expression
    return Property(
        description,
        property,
        needs,
        codec,
        keyword,
        filtered,
        bound,
        paged,
        deprecated,
        staff,
        for_readers,
        expression,
        unit,
    )


def place(description: str, property: str) -> Any:
    """A point to filter by and to measure distances from."""
    return Place(description, property)


def one(description: str, source: Source, to: str, **options: Any) -> Any:
    """At most one node or row of another type."""
    return Related(description, source, to, Shape.ONE, **options)


def many(description: str, source: Source, to: str, **options: Any) -> Any:
    """A list; `first` bounds it unless it is `unpaged`."""
    return Related(description, source, to, Shape.LIST, **options)


def pages(description: str, source: Source, to: str, **options: Any) -> Any:
    """A Relay connection with keyset cursors."""
    return Related(description, source, to, Shape.CONNECTION, **options)
