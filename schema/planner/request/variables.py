"""The variables of an operation, coerced to their types."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from graphql import (
    GraphQLError,
    GraphQLSchema,
    Undefined,
    VariableDefinitionNode,
)
from graphql.execution.get_variable_signature import GraphQLVariableSignature, get_variable_signature
from graphql.execution.values import VariableValues, get_variable_values

from schema.planner.request.invalid_operation import InvalidOperation
from schema.planner.request.mismatch import variable_errors
from schema.planner.request.unknown_fields import UnknownFields, restore

MAX_ERRORS: Final = 50
"""After these the rest is not checked, as in graphql-core's own execution."""


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
    ) -> None:
        self._schema, self._definitions = schema, definitions
        self._mutation = mutation
        self._unknown = UnknownFields(schema, definitions, rows) if mutation and rows else None

    def coerced(self, given: Mapping[str, Any]) -> VariableValues:
        """The values. Raises InvalidOperation."""
        if self._unknown is None:
            return self._coerce(given)
        try:
            known, unknown = self._unknown.split(given)
        except RecursionError:  # too deep for graphql-core too, which reports it
            return self._coerce(given)
        return restore(self._coerce(known), unknown)

    def _coerce(self, given: Mapping[str, Any]) -> VariableValues:
        max_errors = None if self._mutation else MAX_ERRORS
        found = get_variable_values(self._schema, self._definitions, dict(given), max_errors=max_errors)
        if isinstance(found, VariableValues):
            return found
        if self._mutation:
            too_deep = [error for error in found if error.original_error is None]
            found = too_deep or list(islice(self._without_values(given), MAX_ERRORS))
        raise InvalidOperation(found)

    def _without_values(self, given: Mapping[str, Any]) -> Iterator[GraphQLError]:
        for definition in self._definitions:
            signature = get_variable_signature(self._schema, definition)
            assert isinstance(signature, GraphQLVariableSignature)
            value = given.get(signature.name, Undefined)
            if value is Undefined and definition.default_value:
                continue
            yield from variable_errors(definition, signature, value)
