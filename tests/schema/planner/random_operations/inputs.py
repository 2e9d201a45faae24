"""Random input values of any input type, and how they are spelled in a document."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    is_leaf_type,
)
from graphql.language.print_string import print_string

from random_operations.dice import Dice

OPERATORS = frozenset(
    {"eq", "in", "gt", "gte", "lt", "lte", "isNull"}
    | {"contains", "startsWith", "endsWith", "eqIgnoreCase"}
    | {"includes", "includesAny", "includesAll", "isEmpty", "within", "box"}
    | {"some", "all", "none", "single", "where", "AND", "OR", "NOT", "node", "edge"}
)
"""Fields of filters that say how something compares, not what does."""


class Name(str):
    """A member of an enum."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """Draws values from pools, by the field that they are of or else by type."""

    by_type: Mapping[str, list[Any]]
    by_field: Mapping[str, list[Any]] = field(default_factory=dict)
    without: frozenset[str] = frozenset()

    def draw(self, dice: Dice, of: Any, about: str, depth: int) -> Any:
        """A value of an input type. `about` is the field that it compares, `depth` how deep it may nest."""
        if isinstance(of, GraphQLNonNull):
            of = of.of_type
        elif dice.one_in(40):
            return None
        if isinstance(of, GraphQLList):
            most = 2 if isinstance(_inner(of), GraphQLInputObjectType) else 3
            return [self.draw(dice, of.of_type, about, depth) for _ in range(dice.number(0, most))]
        if isinstance(of, GraphQLInputObjectType):
            return self._object(dice, of, about, depth)
        if isinstance(of, GraphQLEnumType):
            return Name(dice.of(sorted(of.values)))
        if of is GraphQLBoolean or of.name == "Boolean":
            return dice.one_in(2)
        return dice.of(self.by_field.get(about) or self.by_type[of.name])

    def _object(self, dice: Dice, of: GraphQLInputObjectType, about: str, depth: int) -> dict[str, Any]:
        fields = {name: each for name, each in of.fields.items() if name not in self.without}
        if of.is_one_of:
            name = dice.of(sorted(fields))
            return {name: self.draw(dice, GraphQLNonNull(fields[name].type), name, depth)}
        wanted = [name for name, each in fields.items() if isinstance(each.type, GraphQLNonNull)]
        shallow = [name for name in fields if name not in wanted and (depth > 0 or _flat(fields[name].type))]
        # Deep parts are where a filter goes wrong: they are drawn as often as all others together.
        deep = [name for name in shallow if not _flat(fields[name].type)]
        among = dice.of([shallow, deep or shallow])
        wanted += dict.fromkeys(dice.some(among, 0 if dice.one_in(10) else 1, 2))
        return {
            name: self.draw(
                dice,
                fields[name].type,
                about if name in OPERATORS else name,
                depth - (not _flat(fields[name].type)),
            )
            for name in wanted
        }


def _inner(of: Any) -> Any:
    while isinstance(of, GraphQLList | GraphQLNonNull):
        of = of.of_type
    return of


def _flat(of: Any) -> bool:
    """True for what holds no filter that may hold another."""
    inner = _inner(of)
    return not isinstance(inner, GraphQLInputObjectType) or all(
        is_leaf_type(_inner(each.type)) for each in inner.fields.values()
    )


def spelled(value: Any) -> str:
    """A value as a document has it."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{name}: {spelled(each)}' for name, each in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(spelled, value))}]"
    if isinstance(value, Name):
        return str(value)
    if isinstance(value, str):
        return print_string(value)
    return json.dumps(value) if value is None or isinstance(value, bool) else repr(value)
