"""The plan cache: plans by operation and by the part of its variables that decides them."""

from __future__ import annotations

from graphql.execution.values import VariableValues

from graph.errors import GraphError
from graph.viewer import Viewer
from schema.build import Model
from schema.lru_cache import LRUCache
from schema.planner.plan import BoundPlan, Plan, plan
from schema.planner.request.arguments import Arguments
from schema.planner.request.limits import Limits
from schema.planner.request.operation import Operation
from schema.planner.request.selection import Field, Selection


class PlanCache:
    """Plans for one viewer, because a plan depends on what its viewer may see."""

    def __init__(self, model: Model, viewer: Viewer, limits: Limits) -> None:
        self._model = model
        self._viewer = viewer
        self._limits = limits
        self._plans: LRUCache[Plan] = LRUCache(limits.plan_cache_mb << 19)

    def get(
        self, operation: Operation, variables: VariableValues, only: str | None = None
    ) -> tuple[Plan, BoundPlan]:
        """The plan of an operation, or of one of its root fields, with its values.

        A wrong argument gives a plan that holds the error. Raises InvalidOperation, GraphQLError.
        """
        key = (operation, operation.plan_key(variables), only)
        cached = self._plans.get(key)
        if cached is not None:
            try:
                return cached, cached.bind(variables)
            except GraphError:
                return self._plan(operation, variables, only)
        planned, bound = self._plan(operation, variables, only)
        if planned.cacheable:
            self._plans.put(key, planned, planned.weight + operation.weight)  # the key keeps it
        return planned, bound

    def root_fields(self, operation: Operation, variables: VariableValues) -> list[Field]:
        """The root fields of an operation, in order. Raises GraphQLError for a wrong @skip or @include."""
        return list(Selection.of_operation(self._model.executable, operation, Arguments(variables)))

    def _plan(
        self, operation: Operation, variables: VariableValues, only: str | None
    ) -> tuple[Plan, BoundPlan]:
        planned = plan(self._model, operation, variables, self._viewer, self._limits, only=only)
        return planned, planned.bind(variables)
