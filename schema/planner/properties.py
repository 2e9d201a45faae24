"""Scalar properties: which declaration a field has, and what Cypher reads for it."""

from __future__ import annotations

from schema.build import camel
from schema.declare import Declaration, Property
from schema.planner.piece import Piece


def find(declaration: Declaration, name: str) -> Property | None:
    """The property that GraphQL calls `name`, if the type declares one."""
    return next((prop for n, (_, prop) in declaration.properties.items() if camel(n) == name), None)


def read(prop: Property, name: str, variable: str) -> Piece:
    """Reads a property of the node, row or relationship that `variable` holds."""
    convert = prop.convert
    if prop.needs:
        assert convert is not None
        columns = ", ".join(f"{variable}.{column}" for column in prop.needs)
        return Piece(f"[{columns}]", lambda values: convert(*values))
    expression = f"{variable}.{prop.column or name}"
    if convert is None:
        return Piece(expression, lambda value: value)
    return Piece(expression, lambda value: None if value is None else convert(value))
