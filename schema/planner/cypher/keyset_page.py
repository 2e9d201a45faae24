"""A stretch: the rows of a list from one cursor on, or between two, in order and up to a limit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from schema.planner.cypher.context import PlanContext
from schema.planner.cypher.order import Key, after_by_seeks, beyond, clause
from schema.planner.cypher.rows import Rows, stands


@dataclass(frozen=True, slots=True)
class KeysetPage:
    """Rows behind `after` and before `before`, whose places in the parameters `cursors` holds by argument.

    `computed` are the expressions of keys that are worked out first, by the name that such a key then has.
    """

    rows: Rows
    keys: list[Key]
    computed: Mapping[str, str]
    cursors: Mapping[str, list[str]]
    backward: bool
    skip: str
    limit: str

    @property
    def two_seeks(self) -> bool:
        """True where they come as one list in one row: those level with the cursor, then those behind it."""
        return (
            self.rows.indexed
            and not self.skip
            and self._start in self.cursors
            and self.keys[0].paged
            and [key.name for key in self.keys[1:]] == ["key"]
        )

    def collected(self, row: str, scope: PlanContext) -> str:
        """The list of `row` of each."""
        if not self.two_seeks:
            return self._collected(row, [self._beyond(argument) for argument in self.cursors])
        level, behind = scope.fresh("a"), scope.fresh("a")
        seeks = after_by_seeks(
            self.keys, self.cursors[self._start], before=self.backward, wanted=f"size({level}) < {self.limit}"
        )
        others = [self._beyond(argument) for argument in self.cursors if argument != self._start]
        first, second = (self._collected(row, [seek, *others]) for seek in seeks)
        return (
            f"COLLECT {{ WITH {first} AS {level} WITH {level}, {second} AS {behind} "
            f"RETURN ({level} + {behind})[..{self.limit}] AS row }}"
        )

    @property
    def _start(self) -> str:
        return "before" if self.backward else "after"

    def _beyond(self, argument: str) -> str:
        return beyond(self.keys, self.cursors[argument], before=argument == "before")

    def _collected(self, row: str, beyonds: list[str]) -> str:
        by = clause([*self.rows.leads, *self.keys], backward=self.backward)
        return f"COLLECT {{ {self._match(beyonds)}{by}{self.skip} LIMIT {self.limit} RETURN {row} AS row }}"

    def _match(self, beyonds: list[str]) -> str:
        there = stands(self.rows, self.keys)
        if not self.computed:
            return f"{self.rows.filtered(*there, *beyonds)} WITH *"
        worked_out = ", ".join(f"{expression} AS {name}" for name, expression in self.computed.items())
        filtered = f" WITH * WHERE {' AND '.join(beyonds)} WITH *" if beyonds else ""
        return f"{self.rows.filtered(*there)} WITH *, {worked_out}{filtered}"
