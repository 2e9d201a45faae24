"""What the filter of a property means in Cypher."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from domain.plain import APOSTROPHES, lowered
from graph.errors import InvalidInput
from schema.build.hints import is_list, nullable
from schema.declare import Property
from schema.planner.cypher.context import PlanContext
from schema.planner.cypher.leaf import column
from schema.planner.request.arguments import ArgumentValues

MOST_VALUES: Final = 1000

COMPARED: Final = {"eq": "=", "gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
WITHOUT_CASE: Final = {
    "contains": "CONTAINS",
    "startsWith": "STARTS WITH",
    "endsWith": "ENDS WITH",
    "eqIgnoreCase": "=",
}


def of_property(
    prop: Property,
    hint: Any,
    name: str,
    filters: ArgumentValues,
    variable: str,
    scope: PlanContext,
    *,
    exact: bool,
) -> str | None:
    """A predicate over a property of what a variable holds; with `exact` never null. Raises InvalidInput."""
    value = column(prop, name, variable)
    parts = []
    for operator, given in filters.items():
        if given.value is None and operator != "eq":
            remedy = "give true or false" if operator == "isNull" else "leave it out, or use isNull"
            raise InvalidInput(f"{name}.{operator}: null compares with nothing; {remedy}.")
        if operator == "isNull" or given.value is None:
            parts.append(f"{value} IS {'NULL' if given.value in (True, None) else 'NOT NULL'}")
        elif is_list(hint):
            parts.append(known(_of_values(name, operator, given, value, scope), exact=exact))
        else:
            test = _comparison(prop, name, operator, given, value, scope)
            parts.append(known(test, exact=exact and nullable(hint)))
    return conjunction(parts)


def conjunction(tests: Iterable[str | None]) -> str | None:
    """All of the tests; None where there is none."""
    return " AND ".join(test for test in tests if test is not None) or None


def _comparison(
    prop: Property, name: str, operator: str, given: ArgumentValues, value: str, scope: PlanContext
) -> str:
    write = prop.form.write
    if operator in COMPARED:
        return f"{value} {COMPARED[operator]} {scope.parameter(given, _named(name, operator, write))}"
    if operator == "in":
        return f"{value} IN {scope.parameter(given, _named(name, operator, each_of(write)))}"
    if prop.exact:  # startsWith of a key or code: an index finds it
        return f"{value} STARTS WITH {scope.parameter(given)}"
    # As `domain.plain.lowered`; where the filter has no apostrophe, those of the value need no replacing.
    text, other, others = scope.fresh("x"), scope.fresh("x"), scope.parameter(given, _other_apostrophes)
    alike = f'replace({text}, {other}, "\'")'
    lower = f"reduce({text} = toLower(normalize({value})), {other} IN {others} | {alike})"
    return f"{lower} {WITHOUT_CASE[operator]} {scope.parameter(given, lowered)}"


def _other_apostrophes(text: str) -> list[str]:
    return list(APOSTROPHES[1:]) if "'" in lowered(text) else []


def _of_values(name: str, operator: str, given: ArgumentValues, value: str, scope: PlanContext) -> str:
    if operator == "isEmpty":
        return f"size(coalesce({value}, [])) {'=' if given.value else '>'} 0"
    if operator == "includes":
        return f"{scope.parameter(given)} IN {value}"
    each, every = scope.fresh("x"), "any" if operator == "includesAny" else "all"
    wanted = scope.parameter(given, _named(name, operator, each_of(None)))
    return f"{every}({each} IN {wanted} WHERE {each} IN {value})"


def _named(name: str, operator: str, write: Callable[[Any], Any] | None) -> Callable[[Any], Any] | None:
    if write is None:
        return None

    def convert(value: Any) -> Any:
        try:
            return write(value)
        except InvalidInput as error:
            raise InvalidInput(f"{name}.{operator}: {error}") from None

    return convert


def each_of(write: Callable[[Any], Any] | None) -> Callable[[list[Any]], list[Any]]:
    """Converts the values of a list. Raises InvalidInput for too many."""

    def convert(values: list[Any]) -> list[Any]:
        if len(values) > MOST_VALUES:
            raise InvalidInput(
                f"at most {MOST_VALUES:,} values are allowed (got {len(values):,}); ask in parts."
            )
        return values if write is None else list(map(write, values))

    return convert


def known(test: str, *, exact: bool) -> str:
    """A test that is false instead of null where it must be exact."""
    return f"coalesce({test}, false)" if exact else test
