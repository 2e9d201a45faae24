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
    get_nullable_type,
    is_leaf_type,
)
from graphql.execution.get_variable_signature import GraphQLVariableSignature, get_variable_signature
from graphql.execution.values import VariableValues, VariableValueSource, get_variable_values

from schema.planner.request.invalid_operation import InvalidOperation
from schema.planner.request.mismatch import variable_errors
from schema.planner.request.unknown_fields import UnknownFields, restore

MAX_ERRORS: Final = 50
"""After these the rest is not checked, as in graphql-core's own execution."""


class Variables:
    """Coerces the variables of one operation.

    The errors of a mutation show no value. An unknown field in one of its `rows`, names of input types, is
    not an error here: it becomes null.

    Most operations take a few scalars, and get all of them: their types are looked up once. All other values,
    and wrong ones, are coerced by graphql-core, which takes ten times as long.
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
        leaves = [
            (signature, leaf.coerce_input_value)
            for definition in definitions
            if isinstance(signature := get_variable_signature(schema, definition), GraphQLVariableSignature)
            and is_leaf_type(leaf := get_nullable_type(signature.type))
        ]
        self._leaves = leaves if len(leaves) == len(definitions) else None

    def coerced(self, given: Mapping[str, Any]) -> VariableValues:
        """The values. Raises InvalidOperation."""
        if found := self._coerce_leaves(given):
            return found
        if self._unknown is None:
            return self._coerce(given)
        try:
            known, unknown = self._unknown.split(given)
        except RecursionError:  # too deep for graphql-core too, which reports it
            return self._coerce(given)
        return restore(self._coerce(known), unknown)

    def _coerce_leaves(self, given: Mapping[str, Any]) -> VariableValues | None:
        if self._leaves is None:
            return None
        sources, coerced = {}, {}
        for signature, coerce in self._leaves:
            name = signature.name
            value = given.get(name)
            if value is None:
                return None
            try:
                found = coerce(value)
            except Exception:  # a scalar may raise anything; graphql-core reports it
                return None
            if found is Undefined:
                return None
            sources[name], coerced[name] = VariableValueSource(signature, value), found
        return VariableValues(sources, coerced)

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
