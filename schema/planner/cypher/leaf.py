"""Scalars of the answer: what is tested of them, and what Cypher reads for a property."""

from __future__ import annotations

from typing import Any, Final

from graphql import GraphQLEnumType, GraphQLList, GraphQLNonNull, GraphQLOutputType

from schema.declare import Property
from schema.planner.shape.output import Leaf, Row

TESTS: Final = {
    "Int": "type({0}) is int and -2147483648 <= {0} <= 2147483647",
    "Float": "type({0}) is float and {0} - {0} == 0.0",  # neither infinite nor NaN
    "Boolean": "type({0}) is bool",
}
"""What GraphQL-core would give back as it is; all other scalars are text."""
TEXT: Final = "type({0}) is str"


def column(prop: Property, name: str, variable: str) -> str:
    """The Cypher of a stored value: what filters and sorts compare."""
    return f"{variable}.{prop.column or name}"


def read(prop: Property, name: str, variable: str, of: GraphQLOutputType, row: Row) -> Leaf:
    """A property of the node, row or relationship that `variable` holds."""
    if prop.needs:
        return leaf(of, [row.slot(f"{variable}.{each}") for each in prop.needs], prop.form.read)
    return leaf(of, [row.slot(prop.form.cypher.format(column(prop, name, variable)))], prop.form.read)


def leaf(of: GraphQLOutputType, slots: list[int], read: Any = None) -> Leaf:
    """A value of a scalar, an enum, or a list of them."""
    nullable = not isinstance(of, GraphQLNonNull)
    of = of.of_type if isinstance(of, GraphQLNonNull) else of
    if isinstance(of, GraphQLList):
        test, needs = _test(of.of_type.of_type if isinstance(of.of_type, GraphQLNonNull) else of.of_type)
        every = f"type({{0}}) is list and all([{test.replace('{0}', 'i')} for i in {{0}}])"
        return Leaf(tuple(slots), every, nullable, read, needs)
    test, needs = _test(of)
    if read is None and getattr(of, "name", "") == "Float":
        read = as_float
    return Leaf(tuple(slots), test, nullable, read, needs)


def as_float(value: Any) -> Any:
    """A whole number as Neo4j may store it, in the form that GraphQL's Float has, where that is exact."""
    return float(value) if type(value) is int and float(value) == value else value


def _test(of: Any) -> tuple[str, dict[str, Any]]:
    if isinstance(of, GraphQLEnumType):
        return "type({0}) is str and {0} in {members}", {"members": frozenset(of.values)}
    return TESTS.get(of.name, TEXT), {}
