"""Fields that the rows of a mutation have and their input types have not: each refuses its own row alone.

GraphQL refuses the whole request for one such field. A script that sends a thousand rows of a table, with a
column too many, is better served by an answer for each row, as for all else that may be wrong with one. So
the fields are taken out before variables are coerced, and put back by name, without their values, for the
port that judges rows. Their values go nowhere: they may be personal data.
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

    def taken_out(self, given: Mapping[str, Any]) -> tuple[dict[str, Any], list[Path]]:
        """The variables without them, and the path to each."""
        found: list[Path] = []
        known = {
            name: self._known(self._types.get(name), value, (name,), found) for name, value in given.items()
        }
        return known, found

    def _known(self, of: Any, value: Any, path: Path, found: list[Path]) -> Any:
        of = get_nullable_type(of)
        if isinstance(of, GraphQLList):
            if not isinstance(value, list):  # stands for a list of one
                return self._known(of.of_type, value, (*path, 0), found)
            return [self._known(of.of_type, each, (*path, i), found) for i, each in enumerate(value)]
        if not isinstance(of, GraphQLInputObjectType) or not isinstance(value, dict):
            return value
        strange = value.keys() - of.fields.keys() if of.name in self._rows else ()
        found += [(*path, name) for name in value if name in strange]
        return {
            name: self._known(of.fields[name].type, each, (*path, name), found) if name in of.fields else each
            for name, each in value.items()
            if name not in strange
        }


def put_back(values: VariableValues, paths: list[Path]) -> VariableValues:
    """The coerced values, in which each of these fields is null."""
    for *way, name in paths:
        target: Any = values.coerced
        for step in way:
            target = target[step]
        target[name] = None
    return values
