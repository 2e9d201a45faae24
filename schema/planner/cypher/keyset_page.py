"""A keyset page: the rows of a list after a cursor, or between two, in order and up to a limit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from schema.planner.cypher.context import PlanContext
from schema.planner.cypher.key import Key
from schema.planner.cypher.order import clause
from schema.planner.cypher.required import RequiredRelationship
from schema.planner.cypher.rows import Rows
from schema.planner.cypher.seek import past_cursor, past_cursor_by_seeks


@dataclass(frozen=True, slots=True)
class KeysetPage:
    """Rows after `after` and before `before`: `cursors` has the Cypher of their values by argument.

    `computed` are the expressions of computed keys, by the variable that holds each.
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
        """True where two index seeks find them: rows level with the cursor, then rows past it.

        They come as one list in one row.
        """
        return (
            self.rows.indexed
            and not self.skip
            and self._start in self.cursors
            and self.keys[0].paged
            and [key.name for key in self.keys[1:]] == ["key"]
        )

    def collect(self, row: str, context: PlanContext) -> str:
        """The COLLECT of the expression `row` over them."""
        if not self.two_seeks:
            return self._collect(row, [self._past(argument) for argument in self.cursors])
        level, past = context.fresh("a"), context.fresh("a")
        seeks = past_cursor_by_seeks(
            self.keys, self.cursors[self._start], before=self.backward, wanted=f"size({level}) < {self.limit}"
        )
        others = [self._past(argument) for argument in self.cursors if argument != self._start]
        first, second = (self._collect(row, [seek, *others]) for seek in seeks)
        return (
            f"COLLECT {{ WITH {first} AS {level} WITH {level}, {second} AS {past} "
            f"RETURN ({level} + {past})[..{self.limit}] AS row }}"
        )

    @property
    def _start(self) -> str:
        return "before" if self.backward else "after"

    def _past(self, argument: str) -> str:
        return past_cursor(self.keys, self.cursors[argument], before=argument == "before")

    def _collect(self, row: str, tests: list[str]) -> str:
        match, node = self._match(tests), self.rows.node
        by = clause([*self.rows.index_prefix, *self.keys], backward=self.backward)
        required = self.rows.required
        if required is None:
            return f"COLLECT {{ {match}{by}{self._limited} RETURN {row} AS row }}"
        # CASE evaluates one of the two alone.
        return (
            f"COLLECT {{ UNWIND CASE WHEN {required.fewer} "
            f"THEN COLLECT {{ {self._ends_by_key(required)}{self._limited} RETURN {node} }} "
            f"ELSE COLLECT {{ {match}{by}{self._limited} RETURN {node} }} END AS {node} "
            f"RETURN {row} AS row }}"
        )

    @property
    def _limited(self) -> str:
        return f"{self.skip} LIMIT {self.limit}"

    def _ends_by_key(self, required: RequiredRelationship) -> str:
        [key] = self.keys
        stored = [replace(key, expression=required.stored_key)]
        seeks = [
            past_cursor(stored, values, before=argument == "before")
            for argument, values in self.cursors.items()
        ]
        by = clause([replace(key, expression=required.key)], backward=self.backward)
        return f"{required.ends_by_key(seeks, self.rows.tests)}{by}"

    def _match(self, tests: list[str]) -> str:
        guards = self.rows.not_null_guards(self.keys)
        if not self.computed:
            return f"{self.rows.filtered(*guards, *tests)} WITH *"
        computed = ", ".join(f"{expression} AS {name}" for name, expression in self.computed.items())
        filtered = f" WITH * WHERE {' AND '.join(tests)} WITH *" if tests else ""
        return f"{self.rows.filtered(*guards)} WITH *, {computed}{filtered}"
