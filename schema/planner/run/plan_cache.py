"""The plan cache: plans by operation and by the part of its variables that decides them."""

from __future__ import annotations

from collections.abc import Hashable

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
    """Plans by viewer too, because a plan depends on what its viewer may see."""

    def __init__(self, model: Model, limits: Limits) -> None:
        self._model = model
        self._limits = limits
        self._plans: LRUCache[Plan] = LRUCache(limits.plan_cache_mb << 19)

    def get(
        self, operation: Operation, variables: VariableValues, viewer: Viewer, only: str | None = None
    ) -> tuple[Plan, BoundPlan]:
        """The plan of an operation, or of one of its root fields, with its values.

        A wrong argument gives a plan that holds the error. Raises InvalidOperation, GraphQLError.
        """
        if cached := self.cached(operation, variables, viewer, only):
            return cached
        planned, bound = self._plan(operation, variables, viewer, only)
        if planned.cacheable:
            weight = planned.weight + operation.weight  # the key keeps the operation
            self._plans.put(_key(operation, variables, viewer, only), planned, weight)
            _ = planned.strict  # compiled here, which may be a thread, and not in the event loop
        return planned, bound

    def cached(
        self, operation: Operation, variables: VariableValues, viewer: Viewer, only: str | None = None
    ) -> tuple[Plan, BoundPlan] | None:
        """The plan and its values, if it is in the cache and the values fit."""
        cached = self._plans.get(_key(operation, variables, viewer, only))
        try:
            return None if cached is None else (cached, cached.bind(variables))
        except GraphError:
            return None  # the plan for these values holds the error

    def root_fields(self, operation: Operation, variables: VariableValues) -> list[Field]:
        """The root fields of an operation, in order. Raises GraphQLError for a wrong @skip or @include."""
        return list(Selection.of_operation(self._model.executable, operation, Arguments(variables)))

    def _plan(
        self, operation: Operation, variables: VariableValues, viewer: Viewer, only: str | None
    ) -> tuple[Plan, BoundPlan]:
        planned = plan(self._model, operation, variables, viewer, self._limits, only=only)
        return planned, planned.bind(variables)


def _key(operation: Operation, variables: VariableValues, viewer: Viewer, only: str | None) -> Hashable:
    return operation, operation.plan_key(variables), viewer.role, only
