"""What connections and look-ups by ID need of the writer that they belong to."""

from __future__ import annotations

from typing import Protocol

from schema.declare import Declaration, Related
from schema.planner.cypher.context import PlanContext
from schema.planner.request.selection import Field, Selection
from schema.planner.shape.output import Object, Output, Row


class Writer(Protocol):
    """Writes selections: expressions into a row, and returns the output that reads them."""

    @property
    def context(self) -> PlanContext:
        """What the plan has collected so far."""

    def object(
        self, declaration: Declaration, variable: str | None, selection: Selection, row: Row
    ) -> Object:
        """A node or row of a declared type, held in `variable`; None for a root type."""

    def field(
        self, declaration: Declaration, variable: str | None, selection: Selection, field: Field, row: Row
    ) -> Output:
        """One field of a node or row: a property, or what is related to it."""

    def target(self, related: Related, variable: str, selection: Selection, field: Field, row: Row) -> Output:
        """The object that `field` of `selection` leads to, held in `variable`."""
