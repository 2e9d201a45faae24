"""Plans that were made, kept by operation and by what of its variables decides them."""

from __future__ import annotations

from typing import Final

from graphql.execution.values import VariableValues

from graph.errors import GraphError
from graph.viewer import Viewer
from schema.build import Model
from schema.planner.cypher.context import PlanContext
from schema.planner.plan import Bound, Plan, plan
from schema.planner.request.operation import Operation
from schema.planner.request.selection import Field, Selection
from schema.recent import Recent

MOST_TEXT: Final = 4_000_000
"""Characters of Cypher whose plans are kept; a plan takes some ten times as many bytes."""


class Plans:
    """Keeps the plans that were used last, for one viewer: what one may see is written into the plan."""

    def __init__(self, model: Model, viewer: Viewer, *, max_page_size: int) -> None:
        self._model = model
        self._viewer = viewer
        self._max_page_size = max_page_size
        self._kept: Recent[Plan] = Recent(MOST_TEXT)

    def get(
        self, operation: Operation, variables: VariableValues, only: str | None = None
    ) -> tuple[Plan, Bound]:
        """The plan of an operation, or of one of its root fields, with its values.

        Where an argument is wrong it is a plan that holds the error. Raises GraphQLError.
        """
        key = (operation, operation.key(variables), only)
        found = self._kept.get(key)
        if found is not None:
            try:
                return found, found.bind(variables)
            except GraphError:
                return self._made(operation, variables, only)
        made, bound = self._made(operation, variables, only)
        if made.lasting:
            self._kept.put(key, made, made.weight)
        return made, bound

    def root_fields(self, operation: Operation, variables: VariableValues) -> list[Field]:
        """The root fields of an operation, in order. Raises GraphQLError for a wrong @skip or @include."""
        scope = PlanContext(variables, self._viewer, max_page_size=self._max_page_size)
        return list(Selection.of_operation(self._model.executable, operation, variables, scope))

    def _made(self, operation: Operation, variables: VariableValues, only: str | None) -> tuple[Plan, Bound]:
        made = plan(
            self._model, operation, variables, self._viewer, max_page_size=self._max_page_size, only=only
        )
        return made, made.bind(variables)
