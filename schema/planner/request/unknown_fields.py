"""Unknown fields in the rows of a mutation: each rejects its own row alone.

GraphQL rejects the whole request for one unknown field. A script that sends a thousand rows with a column too
many is better served by an answer for each row, as for every other problem of a row. So the fields are
removed before variables are coerced, and restored by name, without their values, for the port that checks
rows. Their values are dropped: they may be personal data.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from graphql import (
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLSchema,
    VariableDefinitionNode,
    get_nullable_type,
)
from graphql.execution.values import VariableValues
from graphql.utilities import type_from_ast

Path = tuple[str | int, ...]


class UnknownFields:
    """Finds them in the variables of one operation; `rows` are the names of input types of rows."""

    def __init__(
        self, schema: GraphQLSchema, definitions: Sequence[VariableDefinitionNode], rows: Collection[str]
    ) -> None:
        self._types = {d.variable.name.value: type_from_ast(schema, d.type) for d in definitions}
        self._rows = rows

    def split(self, given: Mapping[str, Any]) -> tuple[dict[str, Any], list[Path]]:
        """The variables without unknown fields, and the path to each of these."""
        found: list[Path] = []
        known = {
            name: self._known(self._types.get(name), value, (name,), found) for name, value in given.items()
        }
        return known, found

    def _known(self, of: Any, value: Any, path: Path, found: list[Path]) -> Any:
        of = get_nullable_type(of)
        if isinstance(of, GraphQLList):
            if not isinstance(value, list):  # a list of one, by input coercion
                return self._known(of.of_type, value, (*path, 0), found)
            return [self._known(of.of_type, each, (*path, i), found) for i, each in enumerate(value)]
        if not isinstance(of, GraphQLInputObjectType) or not isinstance(value, dict):
            return value
        unknown = value.keys() - of.fields.keys() if of.name in self._rows else ()
        found += [(*path, name) for name in value if name in unknown]
        return {
            name: self._known(of.fields[name].type, each, (*path, name), found) if name in of.fields else each
            for name, each in value.items()
            if name not in unknown
        }


def restore(values: VariableValues, paths: list[Path]) -> VariableValues:
    """The coerced values, in which each of these fields is null."""
    for *way, name in paths:
        target: Any = values.coerced
        for step in way:
            target = target[step]
        target[name] = None
    return values
