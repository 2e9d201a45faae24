"""The answer of a statement of cypher/field/ in the output plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from graph.errors import GraphError
from schema.planner.shape.code import Code
from schema.planner.shape.output import Output, Row, Slots
from schema.planner.shape.work import Work

NO_ROW: Final = GraphError("A statement of cypher/field/ that always has a row gave none.")
"""The error of a field whose statement gave no row: null without an error means something else."""


@dataclass(frozen=True, slots=True)
class Computed:
    """What `of` makes of the statement's row, or the error that the row carries in the slot `error`.

    `unpaged_size` is the index of the shape value that bounds each unpaged list within, see `cost`. `work` is
    that of the statement.
    """

    slot: int
    row: Row
    error: int
    fail: Callable[[Any], Exception] | None
    of: Output
    nullable: bool
    unpaged_size: int
    work: Work

    def emit(self, code: Code, slots: Slots) -> str:
        found, value = slots[self.slot], code.fresh("o")
        nothing = "None"
        if not self.nullable:
            code.require(found)
            nothing = code.constant(NO_ROW)
        code.line(f"{value} = {nothing}")
        with code.block(f"if {found}:"):
            inner = code.unpack(f"{found}[0]", len(self.row))
            error = inner[self.error]
            code.require(f"not {error}")
            if code.strict or self.fail is None:
                code.line(f"{value} = {self.of.emit(code, inner)}")
                return value
            with code.block(f"if {error}:"):
                code.line(f"{value} = {code.constant(self.fail)}({error})")
            with code.block("else:"):
                code.line(f"{value} = {self.of.emit(code, inner)}")
        return value
