"""What one plan collects while its statement is written: parameters, values for its shape, fresh names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from graph.errors import CostExceeded, Forbidden, InvalidInput
from graph.settings import variable
from graph.viewer import Viewer
from schema.declare import DEFAULT_FIRST, Declaration, Property, Related
from schema.planner.request.arguments import Arguments, ArgumentValues, Convert, Slot
from schema.planner.request.invalid_operation import InvalidOperation
from schema.planner.request.limits import Limits, too_many

MAX_OFFSET: Final = 10_000

SIGN_IN: Final = "sign in with a key or token of the role staff"


class PlanContext:
    """Shared by the writers of one plan. Values of a request reach Cypher only through `parameter`.

    Every value is bound once while the plan is made, so that a wrong one is the error of its field.
    `constants` are parameters with one value in every run of the plan, by name.
    """

    def __init__(
        self,
        declarations: Mapping[str, Declaration],
        arguments: Arguments,
        viewer: Viewer,
        limits: Limits,
    ) -> None:
        self.declarations = declarations
        self.arguments = arguments
        self.viewer = viewer
        self.limits = limits
        self.constants: dict[str, Any] = {}
        self.parameters: list[Slot] = []
        self.shape_values: list[Slot] = []
        self.planning_ms = 0  # what Neo4j takes to plan the statement, on a quiet machine
        self._counts = {"fields": 0, "conditions": 0}
        self._names = 0

    def parameter(self, values: ArgumentValues, convert: Convert | None = None) -> str:
        """A new parameter of the statement: `$p0`. Raises what `convert` raises."""
        self.parameters.append(self.arguments.slot(values, convert))
        return f"$p{len(self.parameters) - 1}"

    def shape_value(self, values: ArgumentValues, convert: Convert | None = None) -> int:
        """The index of a new value that the shape reads. Raises what `convert` raises."""
        self.shape_values.append(self.arguments.slot(values, convert))
        return len(self.shape_values) - 1

    def fresh(self, prefix: str) -> str:
        """A variable that no other part of the statement uses: `n1`."""
        self._names += 1
        return f"{prefix}{self._names}"

    def permit(self, what: Declaration | Related, name: str) -> None:
        """Raises Forbidden where a type or a field of this name is for staff and the caller is not."""
        if what.staff and not self.viewer.is_staff:
            raise Forbidden(
                f"{name}: only staff see single requests and who made them; use requestStatistics, or "
                f"{SIGN_IN}."
            )

    def permit_property(self, prop: Property, name: str) -> None:
        """Raises Forbidden where a property is for staff and the caller is not."""
        if prop.staff and not self.viewer.is_staff:
            raise Forbidden(f"{name}: only staff see it; leave it out, or {SIGN_IN}.")

    def permit_comparison(self, prop: Property, name: str) -> None:
        """Raises Forbidden where the caller may not filter, sort, group or aggregate by a property."""
        if (prop.staff or prop.for_readers) and not self.viewer.is_staff:
            raise Forbidden(
                f"{name}: only staff filter, sort, group or aggregate by it, because it tells of single "
                f"requests; leave it out, or {SIGN_IN}."
            )

    @property
    def fields(self) -> int:
        """The number of fields, fragments at each use."""
        return self._counts["fields"]

    def count(self, what: str, number: int = 1) -> None:
        """Counts fields or conditions of the operation. Raises InvalidOperation beyond the limit."""
        self._counts[what] += number
        limit = getattr(self.limits, f"max_{what}")
        if self._counts[what] > limit:
            raise InvalidOperation.of(too_many(what, limit))

    def plan(self, milliseconds: int) -> None:
        """Adds what a part of the statement takes to plan. Raises InvalidOperation beyond the limit."""
        self.planning_ms += milliseconds
        if self.planning_ms > self.limits.max_planning_ms:
            raise InvalidOperation.of(
                CostExceeded(
                    f"The operation would take the database more than {self.limits.max_planning_ms:,} ms to "
                    "plan: lists, filters by relationships and computed fields count at each use. Select "
                    f"less, split it into several operations, or raise {variable('max_planning_ms')}."
                )
            )

    def page_size(self, values: ArgumentValues) -> int:
        """The index of the page size as a shape value. Raises InvalidInput beyond the limits."""
        return self.shape_value(*self._page_size(values))

    def limit(self, values: ArgumentValues, *, one_more: bool = False) -> str:
        """The parameter of the page size, or of `one_more`. Raises InvalidInput beyond the limits."""
        size, check = self._page_size(values)
        return self.parameter(size, (lambda value: check(value) + 1) if one_more else check)

    def _page_size(self, values: ArgumentValues) -> tuple[ArgumentValues, Convert]:
        first, last = values.get("first"), values.get("last")
        if first is not None and last is not None:
            raise InvalidInput("last: give `first` or `last`, not both.")
        if last is not None:
            if values.get("offset") is not None:
                raise InvalidInput("offset: goes with `first`, not with `last`.")
            return last, between_0_and(self.limits.max_page_size, "last", "use `before` for the page before")
        check = between_0_and(self.limits.max_page_size, "first", "use `after` for the next page")
        return (first, check) if first is not None else (values, lambda _: check(DEFAULT_FIRST))


def between_0_and(maximum: int, name: str, remedy: str) -> Callable[[int], int]:
    """A check of a number, which returns it. It raises InvalidInput."""

    def check(value: int) -> int:
        if not 0 <= value <= maximum:
            raise InvalidInput(f"{name}: between 0 and {maximum:,} is allowed (got {value:,}); {remedy}.")
        return value

    return check
