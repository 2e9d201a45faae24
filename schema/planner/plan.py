"""One operation becomes one statement, which returns one record of nested lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql.execution.values import VariableValues

from graph.statements import Statement
from schema.build import Model
from schema.planner.operation import Operation
from schema.planner.piece import Shape
from schema.planner.scope import Scope
from schema.planner.selection import Selection
from schema.planner.writer import Writer


@dataclass(frozen=True, slots=True)
class Plan:
    """The statement with its parameters, and the function that shapes its record into root values.

    `selection` is what the root values answer.
    """

    statement: Statement
    parameters: Mapping[str, Any]
    shape: Shape
    selection: Selection


def plan(model: Model, operation: Operation, variables: VariableValues, *, max_page_size: int) -> Plan | None:
    """The plan of a query, or None when it asks for nothing but `__typename` and the schema itself."""
    selection = Selection.of_operation(model.executable, operation, variables)
    scope = Scope(max_page_size=max_page_size)
    piece, asks = Writer(model, scope).root(selection)
    if not asks:
        return None
    text = f"CYPHER 25\nRETURN {piece.expression} AS row"
    return Plan(Statement(operation.name or "query", text), scope.parameters, piece.shape, selection)
