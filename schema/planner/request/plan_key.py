"""What of the variables decides the text of a plan: its key beside the operation.

@skip and @include, the keys of input objects, nulls, lengths of lists of objects, truth values, directions
and groups decide; text, numbers and the members of other enums do not.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

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

Key = Callable[[VariableValues], Hashable]
Part = Callable[[Any], Any]

STEERING_ENUMS = ("SortDirection", "GroupBy")
THERE = True


class Steering:
    """Makes the functions that take the key out of variables; knows the types of one schema."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema
        self._known: dict[str, Part] = {}

    def key_of(self, operation: OperationDefinitionNode) -> Key:
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
        if of is GraphQLBoolean or (isinstance(of, GraphQLEnumType) and of.name.endswith(STEERING_ENUMS)):
            return _itself
        if of is GraphQLID:
            return _type_of_id
        if isinstance(of, GraphQLList):
            return _list(self._part(of.of_type))
        if isinstance(of, GraphQLInputObjectType):
            return self._object(of)
        return _presence

    def _object(self, of: GraphQLInputObjectType) -> Part:
        if of.name in self._known:  # input objects may hold themselves
            return self._known[of.name]
        fields: dict[str, Part] = {}

        def part(value: Any) -> Any:
            if value is None:
                return None
            # A row of a mutation may have fields that its type has not.
            return tuple((name, fields.get(name, _presence)(each)) for name, each in value.items())

        self._known[of.name] = part
        fields |= {name: self._part(field.type) for name, field in of.fields.items()}
        return part


def _list(item: Part) -> Part:
    if item is _presence:
        return _presence
    return lambda value: None if value is None else tuple(map(item, value))


def _itself(value: Any) -> Any:
    return value


def _presence(value: Any) -> Any:
    return None if value is None else THERE


def _type_of_id(value: Any) -> Any:
    try:
        return None if value is None else global_id.decode(value)[0]
    except InvalidInput:
        return THERE
