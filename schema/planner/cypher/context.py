"""What one plan collects while it is written: parameters, values for its shape, fresh names, its cost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from graphql import FieldNode, GraphQLField
from graphql.execution.values import VariableValues

from graph.errors import CostExceeded, Forbidden, InvalidInput
from graph.settings import variable
from graph.viewer import Viewer
from schema.declare import DEFAULT_FIRST, Declaration, Related
from schema.planner.request.arguments import NO_ARGUMENTS, ArgumentValues, Convert, Frame, Slot
from schema.planner.request.invalid_operation import InvalidOperation

MOST_SKIPPED = 10_000
MOST: Final = {"fields": 2_000, "conditions": 500}
"""Of one operation: what is planned costs us, and Neo4j more, before any row is read."""


class PlanContext:
    """Names and values of one plan. Values reach Cypher only through `parameter`.

    Each value is bound once while the plan is made, so that one that is wrong is found at its field.
    """

    def __init__(self, variables: VariableValues, viewer: Viewer, *, max_page_size: int) -> None:
        self.viewer = viewer
        self.reads_viewer = False
        self.constants: dict[str, Any] = {}
        self.frames: list[Frame] = []
        self.parameters: list[Slot] = []
        self.context: list[Slot] = []
        self.sizes: list[tuple[int, ...]] = []
        self.max_page_size = max_page_size
        self._counts = {"fields": 0, "conditions": 0}
        self._variables = variables
        self._values: list[Any] = [NO_ARGUMENTS.value]
        self._names = 0

    def given(self, definition: GraphQLField, node: FieldNode) -> ArgumentValues:
        """The arguments of a field. Raises GraphQLError when they cannot be coerced."""
        frame = Frame(definition, node)
        arguments = frame.arguments(self._variables)
        self.frames.append(frame)
        self._values.append(arguments)
        return ArgumentValues(arguments, len(self.frames))

    def parameter(self, given: ArgumentValues, convert: Convert | None = None) -> str:
        """A new parameter of the statement: `$p0`. Raises what `convert` raises."""
        self.parameters.append(self._slot(given, convert))
        return f"$p{len(self.parameters) - 1}"

    def bound(self, given: ArgumentValues, convert: Convert | None = None) -> int:
        """A new value that the shape reads: its place in the context. Raises what `convert` raises."""
        self.context.append(self._slot(given, convert))
        return len(self.context) - 1

    def permit(self, what: Declaration | Related, name: str) -> None:
        """Raises Forbidden where who asks may not see a type or a field of this name."""
        if what.staff and not self.viewer.is_staff:
            raise Forbidden(
                f"{name}: only staff see single requests and who made them; ask for requestStatistics, or "
                f"have an operator set {variable('role')}=staff."
            )

    def count(self, what: str) -> None:
        """Counts a field or a condition of the operation. Raises InvalidOperation beyond the limit."""
        self._counts[what] += 1
        if self._counts[what] > MOST[what]:
            raise InvalidOperation.of(
                CostExceeded(
                    f"The operation has more than {MOST[what]:,} {what} (fragments count where they "
                    "are used); ask for less, or in several operations."
                )
            )

    def fresh(self, prefix: str) -> str:
        """A variable that no other part of the statement uses: `n1`."""
        self._names += 1
        return f"{prefix}{self._names}"

    def _slot(self, given: ArgumentValues, convert: Convert | None) -> Slot:
        slot = Slot(given.place, given.path, convert)
        slot.bind(self._values)
        return slot

    def page(self, given: ArgumentValues) -> int:
        """The context's place of the page size that a field asks for. Raises InvalidInput beyond limits."""
        return self.bound(*self._page_size(given))

    def limit(self, given: ArgumentValues, *, peeks: bool = False) -> str:
        """The parameter of how many rows such a page reads: one more where it `peeks`. Raises the same."""
        size, check = self._page_size(given)
        return self.parameter(size, (lambda value: check(value) + 1) if peeks else check)

    def _page_size(self, given: ArgumentValues) -> tuple[ArgumentValues, Convert]:
        first, last = given.get("first"), given.get("last")
        if first is not None and last is not None:
            raise InvalidInput("last: give `first` or `last`, not both.")
        if last is not None:
            if given.get("offset") is not None:
                raise InvalidInput("offset: goes with `first`, not with `last`.")
            return last, bounded("last", self.max_page_size, "use `before` for the page before")
        check = bounded("first", self.max_page_size, "use `after` for the next page")
        return (first, check) if first is not None else (given, lambda _: check(DEFAULT_FIRST))


def bounded(name: str, most: int, remedy: str) -> Callable[[int], int]:
    """A check that a number lies between 0 and `most`."""

    def check(value: int) -> int:
        if not 0 <= value <= most:
            raise InvalidInput(f"{name}: between 0 and {most:,} is allowed (got {value:,}); {remedy}.")
        return value

    return check
