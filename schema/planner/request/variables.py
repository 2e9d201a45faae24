"""The variables of an operation, coerced to their types."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple

from graphql import (
    GraphQLError,
    GraphQLSchema,
    Undefined,
    VariableDefinitionNode,
)
from graphql.execution.get_variable_signature import GraphQLVariableSignature, get_variable_signature
from graphql.execution.values import VariableValues, get_variable_values

from graph.errors import CostExceeded
from schema.planner.request.invalid_operation import InvalidOperation
from schema.planner.request.limit_errors import MAX_ERRORS, limited
from schema.planner.request.mismatch import variable_errors
from schema.planner.request.unknown_fields import UnknownFields, restore

MAX_SUGGESTIONS: Final = 3
"""Errors up to which each names what was perhaps meant, which takes some 10 ms to find."""


class Size(NamedTuple):
    """Numbers of objects, and of all values, in variables."""

    objects: int
    values: int


MAX_SIZE: Final = Size(objects=2_000, values=10_000)
"""Of the variables of a query: four objects for each condition of a filter, ten full lists of values."""
MAX_ROWS_SIZE: Final = Size(objects=5_000, values=100_000)
"""Of the variables of a mutation, which holds a thousand rows."""


class Variables:
    """Coerces the variables of one operation.

    The errors of a mutation show no value. An unknown field in one of its `rows`, names of input types, is
    not an error here: it becomes null.
    """

    def __init__(
        self,
        schema: GraphQLSchema,
        definitions: Sequence[VariableDefinitionNode],
        *,
        mutation: bool = False,
        rows: Collection[str] = (),
        suggest: bool = True,
    ) -> None:
        self._schema, self._definitions = schema, definitions
        self._mutation, self._suggest = mutation, suggest
        self._unknown = UnknownFields(schema, definitions, rows) if mutation and rows else None

    def coerced(self, given: Mapping[str, Any]) -> VariableValues:
        """The values. Raises InvalidOperation."""
        _check_size(given, MAX_ROWS_SIZE if self._mutation else MAX_SIZE)
        if self._unknown is None:
            return self._coerce(given)
        try:
            known, unknown = self._unknown.split(given)
        except RecursionError:  # too deep for graphql-core too, which reports it
            return self._coerce(given)
        return restore(self._coerce(known), unknown)

    def _coerce(self, given: Mapping[str, Any]) -> VariableValues:
        found = self._coerced(given, suggest=False)
        if isinstance(found, VariableValues):
            return found
        if self._mutation:
            too_deep = [error for error in found[:MAX_ERRORS] if error.original_error is None]
            found = too_deep or list(islice(self._without_values(given), MAX_ERRORS + 1))
        elif self._suggest and len(found) <= MAX_SUGGESTIONS:
            again = self._coerced(given, suggest=True)
            found = found if isinstance(again, VariableValues) else again
        raise InvalidOperation(limited(found))

    def _coerced(self, given: Mapping[str, Any], *, suggest: bool) -> VariableValues | list[GraphQLError]:
        return get_variable_values(
            self._schema,
            self._definitions,
            dict(given),
            max_errors=MAX_ERRORS,
            hide_suggestions=not suggest,
        )

    def _without_values(self, given: Mapping[str, Any]) -> Iterator[GraphQLError]:
        for definition in self._definitions:
            signature = get_variable_signature(self._schema, definition)
            assert isinstance(signature, GraphQLVariableSignature)
            value = given.get(signature.name, Undefined)
            if value is Undefined and definition.default_value:
                continue
            yield from variable_errors(definition, signature, value)


def _check_size(given: Mapping[str, Any], most: Size) -> None:
    """Raises InvalidOperation for more values than are allowed: coercing each takes its time."""
    objects = values = 0
    todo: list[Collection[Any]] = [given.values()]
    while todo:
        inner = todo.pop()
        values += len(inner)
        if values > most.values or objects > most.objects:
            raise InvalidOperation.of(
                CostExceeded(
                    f"The variables have more than {most.objects:,} objects or {most.values:,} values; "
                    "send them in several requests."
                )
            )
        for each in inner:
            if isinstance(each, dict):
                objects += 1
                todo.append(each.values())
            elif isinstance(each, list):
                todo.append(each)
