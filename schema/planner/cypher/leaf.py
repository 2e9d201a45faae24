"""Scalars of the answer: the Cypher that reads a property, and the test of its value."""

from __future__ import annotations

from typing import Any, Final

from graphql import GraphQLEnumType, GraphQLList, GraphQLNonNull, GraphQLOutputType

from schema.declare import Property
from schema.planner.cypher.context import PlanContext
from schema.planner.shape.output import Leaf, Row

TESTS: Final = {
    "Int": "type({0}) is int and -2147483648 <= {0} <= 2147483647",
    "Float": "type({0}) is float and {0} - {0} == 0.0",  # neither infinite nor NaN
    "Boolean": "type({0}) is bool",
}
"""Tests for what graphql-core serializes unchanged; all other scalars are text."""
TEXT: Final = "type({0}) is str"


def stored(prop: Property, name: str, variable: str) -> str:
    """The Cypher of a stored value, which filters and sorts compare: `n1.name`."""
    if prop.expression:
        return prop.expression.replace("{0}", variable)
    return f"{variable}.{prop.property or name}"


def read(
    prop: Property, name: str, variable: str, of: GraphQLOutputType, row: Row, context: PlanContext
) -> Leaf:
    """A property of the node, row or relationship that `variable` holds. Raises Forbidden."""
    context.permit_property(prop, name)
    if prop.needs:
        return leaf(of, [row.slot(f"{variable}.{each}") for each in prop.needs], prop.codec.read)
    value = prop.codec.cypher.format(stored(prop, name, variable))
    if prop.for_readers and not context.viewer.is_staff:
        value = prop.for_readers.format(value)
    return leaf(of, [row.slot(value)], prop.codec.read)


def leaf(of: GraphQLOutputType, slots: list[int], read: Any = None) -> Leaf:
    """A value of a scalar, an enum, or a list of them."""
    nullable = not isinstance(of, GraphQLNonNull)
    of = of.of_type if isinstance(of, GraphQLNonNull) else of
    if isinstance(of, GraphQLList):
        required = isinstance(of.of_type, GraphQLNonNull)
        test, constants = _test(of.of_type.of_type if required else of.of_type)
        test = test if required else f"{{0}} is None or {test}"
        every = f"type({{0}}) is list and all([{test.replace('{0}', 'i')} for i in {{0}}])"
        return Leaf(tuple(slots), every, nullable, read, constants)
    test, constants = _test(of)
    if read is None and getattr(of, "name", "") == "Float":
        read = as_float
    return Leaf(tuple(slots), test, nullable, read, constants)


def as_float(value: Any) -> Any:
    """An integer, which Neo4j may have stored for a Float, as a float where that is exact."""
    return float(value) if type(value) is int and float(value) == value else value


def _test(of: Any) -> tuple[str, dict[str, Any]]:
    if isinstance(of, GraphQLEnumType):
        return "type({0}) is str and {0} in {members}", {"members": frozenset(of.values)}
    return TESTS.get(of.name, TEXT), {}
