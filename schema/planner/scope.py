"""What one statement collects while it is written: parameters, fresh variable names, limits."""

from __future__ import annotations

from typing import Any

from graph.errors import InvalidInput
from schema.planner.selection import Field


class Scope:
    """Names and parameters of one statement. Values reach Cypher only through `parameter`."""

    def __init__(self, *, max_page_size: int) -> None:
        self.parameters: dict[str, Any] = {}
        self.max_page_size = max_page_size
        self._names = 0

    def parameter(self, value: Any) -> str:
        """A new parameter with this value: `$p0`."""
        name = f"p{len(self.parameters)}"
        self.parameters[name] = value
        return f"${name}"

    def fresh(self, prefix: str) -> str:
        """A variable that no other part of the statement uses: `n1`."""
        self._names += 1
        return f"{prefix}{self._names}"

    def first(self, field: Field) -> int:
        """The page size that a field asks for. Raises InvalidInput beyond the limit."""
        first: int = field.arguments["first"]
        if not 0 <= first <= self.max_page_size:
            raise InvalidInput(
                f"first: between 0 and {self.max_page_size} is allowed (got {first}); "
                "use `after` for the next page."
            )
        return first
