"""Filters of properties in Cypher."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from domain.plain import APOSTROPHES, lowered
from graph.errors import InvalidInput
from schema.build.hints import is_list, nullable
from schema.declare import Property
from schema.planner.cypher.context import PlanContext
from schema.planner.cypher.leaf import stored
from schema.planner.request.arguments import ArgumentValues

MAX_VALUES: Final = 1000

COMPARED: Final = {"eq": "=", "gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
IGNORING_CASE: Final = {
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
    context: PlanContext,
    *,
    null_safe: bool,
) -> str | None:
    """The predicate of a property's filter; never null with `null_safe`. Raises InvalidInput, Forbidden."""
    context.permit_comparison(prop, name)
    value = stored(prop, name, variable)
    parts = []
    for operator, operand in filters.items():
        if operand.value is None and operator != "eq":
            remedy = "give true or false" if operator == "isNull" else "leave it out, or use isNull"
            raise InvalidInput(f"{name}.{operator}: null cannot be compared; {remedy}.")
        if operator == "isNull" or operand.value is None:
            parts.append(f"{value} IS {'NULL' if operand.value in (True, None) else 'NOT NULL'}")
        elif is_list(hint):
            test = _of_list(name, operator, operand, value, context)
            parts.append(null_is_false(test) if null_safe else test)
        else:
            test = _comparison(prop, name, operator, operand, value, context)
            parts.append(null_is_false(test) if null_safe and nullable(hint) else test)
    return conjunction(parts)


def conjunction(tests: Iterable[str | None]) -> str | None:
    """The tests joined by AND; None without any."""
    return " AND ".join(test for test in tests if test is not None) or None


def _comparison(
    prop: Property, name: str, operator: str, operand: ArgumentValues, value: str, context: PlanContext
) -> str:
    write = prop.codec.write
    if operator in COMPARED:
        return f"{value} {COMPARED[operator]} {context.parameter(operand, _named(name, operator, write))}"
    if operator == "in":
        return f"{value} IN {context.parameter(operand, _named(name, operator, each_of(write)))}"
    if prop.keyword:  # startsWith of a key or code: an index finds it
        return f"{value} STARTS WITH {context.parameter(operand)}"
    # As `domain.plain.lowered`; a filter without an apostrophe needs none replaced in the value.
    text, other, others = (
        context.fresh("x"),
        context.fresh("x"),
        context.parameter(operand, _other_apostrophes),
    )
    alike = f'replace({text}, {other}, "\'")'
    lower = f"reduce({text} = toLower(normalize({value})), {other} IN {others} | {alike})"
    return f"{lower} {IGNORING_CASE[operator]} {context.parameter(operand, lowered)}"


def _other_apostrophes(text: str) -> list[str]:
    return list(APOSTROPHES[1:]) if "'" in lowered(text) else []


def _of_list(name: str, operator: str, operand: ArgumentValues, value: str, context: PlanContext) -> str:
    if operator == "isEmpty":
        return f"size(coalesce({value}, [])) {'=' if operand.value else '>'} 0"
    if operator == "includes":
        return f"{context.parameter(operand)} IN {value}"
    each, every = context.fresh("x"), "any" if operator == "includesAny" else "all"
    wanted = context.parameter(operand, _named(name, operator, each_of(None)))
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
        if len(values) > MAX_VALUES:
            raise InvalidInput(
                f"at most {MAX_VALUES:,} values are allowed (got {len(values):,}); "
                "split them over several requests."
            )
        return values if write is None else list(map(write, values))

    return convert


def null_is_false(test: str) -> str:
    """The test with false instead of null."""
    return f"coalesce({test}, false)"
