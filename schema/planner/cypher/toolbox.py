"""What the parts of a writer share: declarations, the plan's scope, readers of filters and sorts."""

from __future__ import annotations

from collections.abc import Mapping

from schema.declare import Declaration
from schema.planner.cypher.context import PlanContext
from schema.planner.cypher.order import Orders
from schema.planner.cypher.predicate import Predicates


class Toolbox:
    """One for each plan."""

    def __init__(self, declarations: Mapping[str, Declaration], scope: PlanContext) -> None:
        self.declarations = declarations
        self.scope = scope
        self.predicates = Predicates(declarations, scope)
        self.orders = Orders(declarations, self.predicates, scope)
