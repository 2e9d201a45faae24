"""One operation becomes one statement, which returns one record of nested lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from graphql.execution.values import VariableValues

from graph.statements import Statement
from graph.viewer import Viewer
from schema.build import Model
from schema.planner.cypher.context import PlanContext
from schema.planner.cypher.toolbox import Toolbox
from schema.planner.cypher.writer import Writer
from schema.planner.request.arguments import NO_ARGUMENTS, Slot
from schema.planner.request.operation import Operation
from schema.planner.request.selection import Selection
from schema.planner.shape.code import Code
from schema.planner.shape.output import Object, Row

Shape = Callable[[Any, Any], Any]


@dataclass(frozen=True, slots=True)
class Bound:
    """A plan with the values of one request. `cost` is how many objects the answer may hold."""

    parameters: dict[str, Any]
    context: list[Any]
    cost: int


class Plan:
    """The statement of an operation (None when it asks nothing of the graph), and how its record is shaped.

    `errors` are those of wrong arguments: a plan that holds one is not `lasting`, it is good for once.
    """

    def __init__(
        self,
        name: str,
        row: Row,
        output: Object,
        scope: PlanContext,
        *,
        errors: Sequence[Exception],
        whole: bool,
    ) -> None:
        self.errors = errors
        self.lasting = not errors
        self.statement: Statement | None = None
        if row.columns:
            self.statement = Statement(name, f"CYPHER 25\nRETURN {row.expression} AS row")
        viewer = {"viewer": scope.viewer.parameter} if scope.reads_viewer else {}
        self._constants = scope.constants | viewer
        self._row, self._output, self._whole = row, output, whole
        self._fixed = [NO_ARGUMENTS.value, *(frame.fixed for frame in scope.frames)]
        self._varying = [(place, frame) for place, frame in enumerate(scope.frames, 1) if frame.fixed is None]
        self._parameters = {f"p{number}": slot for number, slot in enumerate(scope.parameters)}
        self._context: list[Slot] = scope.context
        self._sizes = scope.sizes

    @property
    def weight(self) -> int:
        """Characters of its statement, and a little for the rest."""
        return 1_000 + (len(self.statement.text) if self.statement else 0)

    def bind(self, variables: VariableValues) -> Bound:
        """The plan's values for these variables. Raises InvalidInput, BadCursor for one that is wrong."""
        frames = self._fixed.copy()
        for place, frame in self._varying:
            frames[place] = frame.arguments(variables)
        context = [slot.bind(frames) for slot in self._context]
        cost = 0
        for sizes in self._sizes:
            objects = 1
            for place in sizes:
                objects *= max(1, context[place])
            cost += objects
        parameters = {name: slot.bind(frames) for name, slot in self._parameters.items()}
        return Bound(parameters | self._constants, context, cost)

    @cached_property
    def strict(self) -> Shape | None:
        """Makes the answer out of a record; None where it is not what the types promise.

        There is none for a plan that leaves something to graphql-core: introspection, or an error.
        """
        return self._shape(strict=True) if self._whole and self.lasting else None

    @cached_property
    def loose(self) -> Shape:
        """Makes values out of any record, for graphql-core to judge."""
        return self._shape(strict=False)

    def _shape(self, *, strict: bool) -> Shape:
        code = Code(strict=strict)
        slots = code.unpack("row", len(self._row.columns))
        return code.function(self._output.emit(code, slots))


def plan(
    model: Model,
    operation: Operation,
    variables: VariableValues,
    viewer: Viewer,
    *,
    max_page_size: int,
    only: str | None = None,
) -> Plan:
    """The plan of an operation, or with `only` of one of its root fields.

    Raises GraphQLError when an argument cannot be coerced.
    """
    scope = PlanContext(variables, viewer, max_page_size=max_page_size)
    selection = Selection.of_operation(model.executable, operation, variables, scope)
    if only is not None:
        selection = selection.only(only)
    tools = Toolbox(model.declarations, scope)
    writer, row = Writer(tools), Row()
    output = writer.object(model.declarations[selection.type_name], None, selection, row)
    whole = not any(field in selection.names for field in ("__schema", "__type"))
    return Plan(
        operation.name or selection.type_name.lower(),
        row,
        output,
        scope,
        errors=writer.errors,
        whole=whole,
    )
