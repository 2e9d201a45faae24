"""The plan key: the part of an operation's variables on which the text of its statement depends.

In the key are booleans (@skip and @include), the keys of input objects, nulls, the lengths of lists of
objects, directions of a sort and fields to group by. Text, numbers and members of other enums are not.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Final

from graphql import (
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLID,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    OperationDefinitionNode,
)
from graphql.execution.values import VariableValues
from graphql.utilities import type_from_ast

from graph.errors import InvalidInput
from schema.planner.shape import global_id

KeyFunction = Callable[[VariableValues], Hashable]
Part = Callable[[Any], Any]
"""From a coerced value to its part of the key."""

ENUMS_IN_KEY: Final = ("SortDirection", "GroupBy")
"""How the names of enums end whose members are in the key."""
PRESENT: Final = True


class PlanKeys:
    """Makes the functions that compute the plan key of variables, for the types of one schema."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema
        self._objects: dict[str, Part] = {}

    def function(self, operation: OperationDefinitionNode) -> KeyFunction:
        """The function for one operation."""
        parts: dict[str, Part] = {}
        for definition in operation.variable_definitions or ():
            found = type_from_ast(self._schema, definition.type)
            parts[definition.variable.name.value] = self._part(found)

        def key(variables: VariableValues) -> Hashable:
            coerced = variables.coerced
            return tuple((name, part(coerced[name])) for name, part in parts.items() if name in coerced)

        return key

    def _part(self, of: Any) -> Part:
        if isinstance(of, GraphQLNonNull):
            return self._part(of.of_type)
        if of is GraphQLBoolean or (isinstance(of, GraphQLEnumType) and of.name.endswith(ENUMS_IN_KEY)):
            return _itself
        if of is GraphQLID:
            return _type_of_id
        if isinstance(of, GraphQLList):
            return _list(self._part(of.of_type))
        if isinstance(of, GraphQLInputObjectType):
            return self._object(of)
        return _presence

    def _object(self, of: GraphQLInputObjectType) -> Part:
        if of.name in self._objects:  # input objects may contain themselves
            return self._objects[of.name]
        fields: dict[str, Part] = {}

        def part(value: Any) -> Any:
            if value is None:
                return None
            # A row of a mutation may have fields that its type does not have.
            return tuple((name, fields.get(name, _presence)(each)) for name, each in value.items())

        self._objects[of.name] = part
        fields |= {name: self._part(field.type) for name, field in of.fields.items()}
        return part


def _list(item: Part) -> Part:
    if item is _presence:
        return _presence
    return lambda value: None if value is None else tuple(map(item, value))


def _itself(value: Any) -> Any:
    return value


def _presence(value: Any) -> Any:
    return None if value is None else PRESENT


def _type_of_id(value: Any) -> Any:
    try:
        return None if value is None else global_id.decode(value)[0]
    except InvalidInput:
        return PRESENT
