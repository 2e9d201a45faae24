"""Variables become what graphql-core makes of them."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import OperationDefinitionNode, build_schema, parse
from graphql.execution.values import VariableValues, get_variable_values

from schema.planner.request.invalid_operation import InvalidOperation
from schema.planner.request.variables import Variables

SCHEMA = build_schema("""
  enum Colour { RED GREEN }
  input Box { width: Int!, colour: Colour = GREEN }
  type Query { found(n: Int, s: String, i: ID, f: Float, b: Boolean, c: Colour, l: [Int!], box: Box): Int }
""")
SCALARS = "query ($n: Int!, $s: String, $i: ID, $f: Float, $b: Boolean, $c: Colour) { found }"
GIVEN = {"n": 3, "s": "three", "i": 4, "f": 5, "b": True, "c": "RED"}


def definitions(text: str) -> tuple[Any, ...]:
    operation = parse(text).definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    return operation.variable_definitions or ()


@pytest.mark.parametrize(
    ("text", "given"),
    [
        (SCALARS, GIVEN),
        (SCALARS, GIVEN | {"nobody": 1}),
        (SCALARS, GIVEN | {"n": 3.0, "i": "four", "f": 0.5, "b": False}),
        (SCALARS, {"n": 0}),
        (SCALARS, {"n": 0, "s": None, "c": None}),
        ("{ found }", {"n": 1}),
        ("query ($n: Int = 7, $c: Colour! = RED) { found }", {}),
        ("query ($n: Int = 7, $c: Colour! = RED) { found }", {"n": None, "c": "GREEN"}),
        ("query ($l: [Int!], $box: Box) { found }", {"l": 1, "box": {"width": 2}}),
        ("query ($n: Int!, $box: Box!) { found }", {"n": 1, "box": {"width": 2, "colour": "RED"}}),
    ],
)
def test_values_are_those_of_graphql_core(text: str, given: dict[str, Any]) -> None:
    expected = get_variable_values(SCHEMA, definitions(text), given)
    assert isinstance(expected, VariableValues)
    found = Variables(SCHEMA, definitions(text)).coerced(given)
    assert found.coerced == expected.coerced
    assert list(map(type, found.coerced.values())) == list(map(type, expected.coerced.values()))
    assert _plain(found) == _plain(expected)


def _plain(values: VariableValues) -> dict[str, tuple[str, Any]]:
    """Where values come from, as text where objects have no equality."""
    return {name: (str(source.signature.type), source.value) for name, source in values.sources.items()}


@pytest.mark.parametrize(
    "wrong",
    [
        {"n": None},
        {"n": "3"},
        {"n": True},
        {"n": 2**31},
        {"n": 3.5},
        {"s": 1},
        {"i": 1.5},
        {"f": "1"},
        {"b": 1},
        {"c": "BLUE"},
        {"c": 1},
        {"n": "3", "c": "BLUE"},
    ],
)
def test_errors_are_those_of_graphql_core(wrong: dict[str, Any]) -> None:
    given = GIVEN | wrong
    expected = get_variable_values(SCHEMA, definitions(SCALARS), given)
    assert isinstance(expected, list)
    with pytest.raises(InvalidOperation) as refused:
        Variables(SCHEMA, definitions(SCALARS)).coerced(given)
    assert [error.message for error in refused.value.errors] == [error.message for error in expected]
    assert all(error.locations for error in refused.value.errors)
