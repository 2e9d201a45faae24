"""A key of an order in Cypher, and the values that cursors hold of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from schema.build.hints import bare, has_many_values, nullable
from schema.declare import Declaration
from schema.planner.cypher.leaf import stored


@dataclass(frozen=True, slots=True)
class Key:
    """One key: its Cypher over the row, and the name that the tag of a cursor has for it.

    `computed` keys are expressions that are worked out before they are compared. Values of a key with
    `by_arguments` depend on the field's arguments, so a cursor holds for these alone. Values are of one of
    the `types`; `temporal` ones are ISO 8601 text in a cursor. A `paged` key is in an index with the node's
    key; an index gives the order of one `in_index`, in which few nodes share a value.
    """

    expression: str
    name: str
    descending: bool = False
    nullable: bool = False
    computed: bool = False
    by_arguments: bool = False
    types: tuple[type, ...] = (str, int, float)
    temporal: bool = False
    paged: bool = False
    in_index: bool = False

    @property
    def cursor_value(self) -> str:
        """The Cypher of what a cursor holds of it."""
        return f"toString({self.expression})" if self.temporal else self.expression

    @property
    def tag(self) -> str:
        """Its name and direction in the tag of a cursor."""
        return f"{'-' if self.descending else ''}{self.name}"

    def accepts(self, value: Any) -> bool:
        """True for a value that a cursor of this key may hold."""
        if value is None:
            return self.nullable
        if self.temporal:
            return type(value) is str and _is_moment(value)
        # Neo4j's integers have 64 bits; the driver cannot send longer ones.
        return type(value) in self.types and (type(value) is not int or -(2**63) <= value < 2**63)


def of_property(
    declaration: Declaration, name: str, *, descending: bool, variable: str, prefix: str = ""
) -> Key:
    """The key of a declared property; `prefix` tells those of a relationship in the tag of a cursor."""
    hint, prop = declaration.properties[name]
    temporal = prop.codec.cypher.startswith("toString")
    given = bare(hint)
    by_place = bool(prop.codec.order)
    stored_type = str if temporal or given is str else int if prop.codec.write or by_place else given
    return Key(
        prop.codec.sorted_by(stored(prop, name, variable)),
        f"{prefix}{name}",
        descending,
        nullable(hint),
        computed=by_place,
        types=_types(stored_type),
        temporal=temporal,
        paged=prop.paged and not nullable(hint),  # null is in no order of an index
        in_index=not nullable(hint) and (prop.paged or has_many_values(hint)),
    )


def _types(stored_type: Any) -> tuple[type, ...]:
    if stored_type is float:
        return (float, int)
    return (stored_type,) if stored_type in (int, bool) else (str,)


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
