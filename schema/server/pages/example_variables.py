"""Example variables of an operation: values with which Neo4j plans what it will plan for those of callers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any, Final

from graphql import (
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    OperationDefinitionNode,
    get_nullable_type,
    is_required_input_field,
)
from graphql.utilities import type_from_ast

from schema.planner.shape import global_id

JURISDICTION: Final = "us-county:39163"
SITE: Final = "site:houston-pd"
SCALARS: Final[dict[str, Any]] = {
    "String": JURISDICTION,
    "ID": global_id.encode("Site", SITE),
    "Int": 1,
    "Float": 1.0,
    "Month": "2025-01",
    "Date": "2025-12-31",
    "DateTime": "2025-12-31T00:00:00Z",
}
NAMED: Final = {"site": SITE}
"""Texts of variables whose name begins so."""


def examples(
    schema: GraphQLSchema, operation: OperationDefinitionNode, known: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    """Variables that together give every statement that depends on booleans and on which variables are given.

    First all of them, then those alone that an operation needs, each with all combinations of its booleans;
    those in `known` have their value. An input object has its required fields, or the first of a `@oneOf`.
    """
    types: dict[str, Any] = {
        definition.variable.name.value: type_from_ast(schema, definition.type)
        for definition in operation.variable_definitions or ()
    }
    optional = {
        definition.variable.name.value
        for definition in operation.variable_definitions or ()
        if definition.default_value is not None
        or not isinstance(types[definition.variable.name.value], GraphQLNonNull)
    }
    booleans = [name for name, of in types.items() if get_nullable_type(of) is GraphQLBoolean]
    others = {name: _value(of, name) for name, of in types.items() if name not in booleans}
    for given in (others, {name: value for name, value in others.items() if name not in optional}):
        for chosen in product(*([known[name]] if name in known else (True, False) for name in booleans)):
            yield given | dict(zip(booleans, chosen, strict=True))


def _value(of: Any, name: str) -> Any:
    of = get_nullable_type(of)
    if isinstance(of, GraphQLList):
        return [_value(of.of_type, name)]
    if isinstance(of, GraphQLEnumType):
        return next(iter(of.values))
    if isinstance(of, GraphQLInputObjectType):
        fields = of.fields.items()
        first = [name for name, _ in fields][:1] if of.is_one_of else []
        return {
            field: _value(each.type, field)
            for field, each in fields
            if field in first or is_required_input_field(each)
        }
    if of.name == "String":
        return next((text for start, text in NAMED.items() if name.startswith(start)), JURISDICTION)
    return True if of is GraphQLBoolean else SCALARS[of.name]
