"""The fast way to complete values: where every value is what its type promises, nothing is left to do.

GraphQL-core completes values one by one, which costs more than the database does. A shaped answer is
complete already unless something in it is unexpected: a null or an error in a non-null place, a number out
of range, a word that is no member of its enum. `accepts` finds that in one pass; then, and for abstract
types, GraphQL-core does its work and gives the exact messages and paths.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import isfinite
from operator import eq
from typing import Any, Final

from graphql import (
    GraphQLEnumType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLScalarType,
)

from schema.planner.selection import Field, Selection

Check = Callable[[Any], bool]

INT_RANGE: Final = range(-(2**31), 2**31)

SCALARS: Final[dict[str, Check]] = {
    "Int": lambda value: type(value) is int and value in INT_RANGE,
    "Float": lambda value: type(value) is float and isfinite(value),
    "Boolean": lambda value: type(value) is bool,
}
"""All other scalars are text."""


def accepts(selection: Selection, root: Any) -> bool:
    """True when `root`, shaped by the plan of this selection, is the `data` of the response as it stands."""
    check = _object(selection)
    return check is not None and check(root)


def _object(selection: Selection) -> Check | None:
    """The check of a concrete type; None when a part of it is beyond this module."""
    checks: list[tuple[str, Check]] = []
    for field in selection:
        if field.name == "__typename":
            checks.append((field.response_name, partial(eq, selection.type_name)))
            continue
        if field.name.startswith("__"):
            return None
        check = _output(selection.output_of(field), selection, field)
        if check is None:
            return None
        checks.append((field.response_name, check))

    def conforms(value: Any) -> bool:
        # Explicit rather than all(…): a generator would cost as much as the checks.
        if type(value) is not dict:
            return False
        for name, check in checks:  # noqa: SIM110
            if name not in value or not check(value[name]):
                return False
        return True

    return conforms


def _output(output: GraphQLOutputType, selection: Selection, field: Field) -> Check | None:
    if isinstance(output, GraphQLNonNull):
        return _present(output.of_type, selection, field)
    check = _present(output, selection, field)
    return None if check is None else lambda value: value is None or check(value)


def _present(output: Any, selection: Selection, field: Field) -> Check | None:
    """The check of a type when the value is not null."""
    if isinstance(output, GraphQLList):
        return _list(_output(output.of_type, selection, field))
    if isinstance(output, GraphQLObjectType):
        return _object(selection.within(field, output.name))
    if isinstance(output, GraphQLEnumType):
        members = frozenset(output.values)
        return lambda value: type(value) is str and value in members
    if isinstance(output, GraphQLScalarType):
        scalar: Check = SCALARS.get(output.name, _is_text)
        return scalar
    return None


def _is_text(value: Any) -> bool:
    return type(value) is str


def _list(item: Check | None) -> Check | None:
    if item is None:
        return None

    def conforms(value: Any) -> bool:
        if type(value) is not list:
            return False
        for each in value:  # noqa: SIM110
            if not item(each):
                return False
        return True

    return conforms
