"""The variables of an operation, in the forms of their types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from graphql import GraphQLSchema, Undefined, VariableDefinitionNode, get_nullable_type, is_leaf_type
from graphql.execution.get_variable_signature import GraphQLVariableSignature, get_variable_signature
from graphql.execution.values import VariableValues, VariableValueSource, get_variable_values

from schema.planner.refused import Refused

MOST_ERRORS: Final = 50
"""After that the rest is not looked at, as in graphql-core's own execution."""


class Variables:
    """Coerces what comes with one operation.

    Most operations take a few scalars, and are given each. Of these the types are looked up once; whatever
    else comes, or is wrong, is graphql-core's, which takes ten times as long.
    """

    def __init__(self, schema: GraphQLSchema, definitions: Sequence[VariableDefinitionNode]) -> None:
        self._schema, self._definitions = schema, definitions
        leaves = [
            (signature, leaf.coerce_input_value)
            for definition in definitions
            if isinstance(signature := get_variable_signature(schema, definition), GraphQLVariableSignature)
            and is_leaf_type(leaf := get_nullable_type(signature.type))
        ]
        self._leaves = leaves if len(leaves) == len(definitions) else None

    def coerced(self, given: Mapping[str, Any]) -> VariableValues:
        """The values. Raises Refused."""
        return self._of_leaves(given) or self._of_any(given)

    def _of_leaves(self, given: Mapping[str, Any]) -> VariableValues | None:
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
            except Exception:  # whatever a scalar raises: its words are graphql-core's to find
                return None
            if found is Undefined:
                return None
            sources[name], coerced[name] = VariableValueSource(signature, value), found
        return VariableValues(sources, coerced)

    def _of_any(self, given: Mapping[str, Any]) -> VariableValues:
        found = get_variable_values(self._schema, self._definitions, dict(given), max_errors=MOST_ERRORS)
        if not isinstance(found, VariableValues):
            raise Refused(found)
        return found
