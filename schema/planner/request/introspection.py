"""Introspection: how much of the schema a selection of `__schema` or `__type` returns.

graphql-core answers these fields and takes its time for each value, so their number is limited beforehand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from graphql import GraphQLSchema, is_abstract_type, is_enum_type, is_input_object_type

from graph.errors import CostExceeded
from schema.planner.request.invalid_operation import InvalidOperation
from schema.planner.request.selection import Field, Selection

MOST: Final = {"__schema": 1, "__type": 10}
"""The fields of introspection, and how many of each an operation may have."""
MAX_VALUES: Final = 50_000
"""Of one field; the introspection query of GraphiQL and of code generators has half of it."""


def check(names: Iterable[str]) -> None:
    """Raises InvalidOperation where the names of root fields have more introspection than is allowed."""
    for name, number in Counter(names).items():
        if number > MOST.get(name, number):
            raise InvalidOperation.of(
                CostExceeded(
                    f"{name}: at most {MOST[name]} is allowed in one operation (got {number}); "
                    "split it into several operations."
                )
            )


def values_of(selection: Selection, field: Field) -> Callable[[Mapping[str, Any]], int]:
    """The number of values below one field of introspection, by its arguments.

    The function raises InvalidOperation for too many.
    """
    schema = selection.schema
    if field.name == "__schema":
        number = Introspected.of(selection.within(field, field.type_name)).values([schema], schema)
        return lambda _: number
    below = Introspected.of(selection.within(field, field.type_name))

    def values(arguments: Mapping[str, Any]) -> int:
        found = schema.get_type(arguments["name"])
        return below.values([found] if found else [], schema)

    return values


@dataclass(frozen=True, slots=True)
class Introspected:
    """What is selected on parts of the schema: the number of fields, and the selections below them."""

    fields: int
    below: tuple[tuple[str, Introspected], ...]

    @classmethod
    def of(cls, selection: Selection) -> Introspected:
        """The selection on a type of introspection."""
        fields = list(selection)
        below = (
            (each.name, cls.of(selection.within(each, each.type_name)))
            for each in fields
            if each.name in STEPS
        )
        return cls(len(fields), tuple(below))

    def values(self, parts: Iterable[Any], schema: GraphQLSchema) -> int:
        """The number of values of these parts of the schema. Raises InvalidOperation for too many."""
        return self._add(0, [(part, 1) for part in parts], schema)

    def _add(self, values: int, parts: list[tuple[Any, int]], schema: GraphQLSchema) -> int:
        """The values so far and those of the parts, each of which is returned so many times."""
        values += self.fields * sum(times for _, times in parts)
        if values > MAX_VALUES:
            raise InvalidOperation.of(
                CostExceeded(
                    f"The introspection has more than {MAX_VALUES:,} values; send the usual introspection "
                    "query, select less of each type, or fetch /schema.graphql."
                )
            )
        reached: dict[str, list[tuple[Any, int]]] = {}
        for name, below in self.below:
            if name not in reached:
                reached[name] = _reached(name, parts, schema)
            values = below._add(values, reached[name], schema)
        return values


def _reached(name: str, parts: list[tuple[Any, int]], schema: GraphQLSchema) -> list[tuple[Any, int]]:
    """What a field leads to from these parts, each once, with how many times it is returned."""
    found: dict[int, tuple[Any, int]] = {}
    for part, times in parts:
        for each in STEPS[name](part, schema):
            found[id(each)] = each, times + found.get(id(each), (each, 0))[1]
    return list(found.values())


def _members(name: str) -> Callable[[Any, GraphQLSchema], Iterable[Any]]:
    """The parts that a part of the schema holds by name, if it is of a kind that has them."""
    return lambda part, _: getattr(part, name, {}).values()


def _one(name: str) -> Callable[[Any, GraphQLSchema], Iterable[Any]]:
    return lambda part, _: [found] if (found := getattr(part, name, None)) else []


def _input_fields(part: Any, _: GraphQLSchema) -> Iterable[Any]:
    return part.fields.values() if is_input_object_type(part) else ()


def _fields(part: Any, _: GraphQLSchema) -> Iterable[Any]:
    return () if is_input_object_type(part) else getattr(part, "fields", {}).values()


def _possible(part: Any, schema: GraphQLSchema) -> Iterable[Any]:
    return schema.get_possible_types(part) if is_abstract_type(part) else ()


STEPS: Final[Mapping[str, Callable[[Any, GraphQLSchema], Iterable[Any]]]] = {
    "types": _members("type_map"),
    "queryType": _one("query_type"),
    "mutationType": _one("mutation_type"),
    "subscriptionType": _one("subscription_type"),
    "directives": lambda schema, _: schema.directives,
    "fields": _fields,
    "inputFields": _input_fields,
    "interfaces": lambda part, _: getattr(part, "interfaces", ()),
    "possibleTypes": _possible,
    "enumValues": lambda part, _: part.values.values() if is_enum_type(part) else (),
    "ofType": _one("of_type"),
    "type": _one("type"),
    "args": _members("args"),
}
"""From a part of the schema to the parts that a field of introspection returns."""
