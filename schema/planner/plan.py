"""A plan: the one statement of an operation, and the shape of its answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil
from typing import Any, Final

from graphql.execution.values import VariableValues

from graph.statements import Statement
from graph.viewer import Viewer
from schema.build import Model
from schema.planner.cypher.context import PlanContext
from schema.planner.cypher.selection_writer import SelectionWriter
from schema.planner.request import introspection
from schema.planner.request.arguments import NO_ARGUMENTS, Arguments
from schema.planner.request.limits import Limits
from schema.planner.request.operation import Operation
from schema.planner.request.selection import INTROSPECTION, Selection
from schema.planner.shape.code import Code
from schema.planner.shape.cost import answer_bytes, cost
from schema.planner.shape.output import Object, Row

ShapeFunction = Callable[[Any, Any], Any]
"""From a record's list and the shape values to the answer."""

PLAN_BYTES: Final = 5_000
CHARACTER_BYTES: Final = 10
FIELD_BYTES: Final = 650
SLOT_BYTES: Final = 300
"""Measured with tracemalloc: of a plan, a character of its Cypher, a field, a parameter or shape value."""


@dataclass(frozen=True, slots=True)
class BoundPlan:
    """The values of one request: the parameters of the statement, and the values that the shape reads.

    `cost` is how many nodes Neo4j may read, `answer_bytes` how long the answer may be as JSON.
    """

    parameters: dict[str, Any]
    shape_values: list[Any]
    cost: int
    answer_bytes: int


class Plan:
    """A statement that returns one record of nested lists, and the functions that shape it into the answer.

    `statement` is None for an operation that reads nothing of the graph; `planning_ms` estimates what Neo4j
    takes to plan it. `errors` are those of wrong arguments: a plan with one is not `cacheable`.
    """

    def __init__(
        self,
        name: str,
        row: Row,
        output: Object,
        context: PlanContext,
        *,
        errors: Sequence[Exception],
        introspects: bool,
    ) -> None:
        self.errors = errors
        self.cacheable = not errors
        self.statement: Statement | None = None
        if len(row):
            self.statement = Statement(name, f"CYPHER 25\nRETURN {row.expression} AS row")
        self._row, self._output, self.introspects = row, output, introspects
        self._cost, self._answer_bytes = cost(output), answer_bytes(output)
        self._constants = context.constants
        frames = context.arguments.frames
        self._fixed = [NO_ARGUMENTS.value, *(frame.fixed for frame in frames)]
        self._varying = [(index, frame) for index, frame in enumerate(frames, 1) if frame.fixed is None]
        self._parameters = {f"p{number}": slot for number, slot in enumerate(context.parameters)}
        self._shape_values = context.shape_values
        self._fields = context.fields
        self.planning_ms = context.planning_ms

    @property
    def weight(self) -> int:
        """The bytes that it takes with its compiled functions, roughly."""
        slots = len(self._parameters) + len(self._shape_values)
        text = len(self.statement.text) if self.statement else 0
        return PLAN_BYTES + CHARACTER_BYTES * text + FIELD_BYTES * self._fields + SLOT_BYTES * slots

    def bind(self, variables: VariableValues) -> BoundPlan:
        """The plan with the values of these variables. Raises InvalidInput, BadCursor for a wrong one."""
        frames = self._fixed.copy()
        for index, frame in self._varying:
            frames[index] = frame.arguments(variables)
        shape_values = [slot.bind(frames) for slot in self._shape_values]
        parameters = {name: slot.bind(frames) for name, slot in self._parameters.items()}
        return BoundPlan(
            parameters | self._constants,
            shape_values,
            ceil(self._cost.bind(shape_values)),
            ceil(self._answer_bytes.bind(shape_values)),
        )

    @cached_property
    def strict(self) -> ShapeFunction | None:
        """Makes the answer of a record; it returns None for one that breaks a promise of the types.

        None for a plan that leaves something to graphql-core: introspection, or an error.
        """
        return self._compiled(strict=True) if self.cacheable and not self.introspects else None

    @cached_property
    def loose(self) -> ShapeFunction:
        """Makes values of any record, for graphql-core to check."""
        return self._compiled(strict=False)

    def shape_source(self, *, strict: bool) -> str:
        """The Python source of a shape function, to read."""
        code = Code(strict=strict)
        return code.source(self._emit(code))

    def _compiled(self, *, strict: bool) -> ShapeFunction:
        code = Code(strict=strict)
        return code.function(self._emit(code))

    def _emit(self, code: Code) -> str:
        return self._output.emit(code, code.unpack("row", len(self._row)))


def plan(
    model: Model,
    operation: Operation,
    variables: VariableValues,
    viewer: Viewer,
    limits: Limits,
    *,
    only: str | None = None,
) -> Plan:
    """The plan of an operation, or with `only` of its root field with this response name.

    Raises InvalidOperation beyond a limit, GraphQLError when an argument cannot be coerced.
    """
    arguments = Arguments(variables)
    selection = Selection.of_operation(model.executable, operation, arguments)
    if only is not None:
        selection = selection.only(only)
    introspection.check(selection.names)
    context = PlanContext(model.declarations, arguments, viewer, limits)
    writer, row = SelectionWriter(context), Row()
    output = writer.object(model.declarations[selection.type_name], None, selection, row)
    return Plan(
        operation.log_name or selection.type_name.lower(),
        row,
        output,
        context,
        errors=writer.errors,
        introspects=any(name in INTROSPECTION for name in selection.names),
    )
