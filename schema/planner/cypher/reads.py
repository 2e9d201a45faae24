"""Reads: how many nodes Neo4j reads to find the rows of a field, estimated from the declarations.

The estimate is of the most that a filter may read, and of what an index finds where a condition is surely
selective: `docs/decisions/cost.md`. The same walk counts the conditions of a filter, its relationships, and
what they add to the planning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from graph.errors import FilterTooDeep
from graph.settings import variable
from schema.build.hints import has_many_values
from schema.declare import Declaration, Related, Shape, properties_of
from schema.planner.cypher.context import PlanContext
from schema.planner.request.arguments import ArgumentValues
from schema.planner.request.invalid_operation import InvalidOperation
from schema.planner.request.selection import Field
from schema.planner.shape.work import NOTHING, ONE, Work
from schema.sources import Derived, FullText, Label, Relationship, Weight

ROWS_PLANNING: Final = 10
"""Milliseconds that the rows of a field add to the planning of a statement."""
SEARCH: Final = 5_000
"""A full-text search, which takes some 10 ms."""
SEARCH_PLANNING: Final = 60
"""Milliseconds that it adds to the planning."""
TEST: Final = 0.1
"""One condition on a node that is read already."""
VALUE: Final = 0.02
"""One value of a list that each node's list is compared with."""
DEGREE: Final = 0.5
"""Whether a node has a relationship at all."""
SHARE: Final = 0.05
"""The largest share of nodes that have one value of a property, where these are not few."""
WIDE_MILES: Final = 1_000
"""A circle of this radius may hold all places."""
NARROWEST: Final = 0.01
"""The largest share of places in a small circle."""


def of_rows(related: Related, field: Field, context: PlanContext) -> Work:
    """The work of reading all rows of a field that pass its filter. Raises InvalidOperation."""
    context.plan(ROWS_PLANNING)
    where = field.arguments.get("where")
    tests = NOTHING if where is None else Filter(context).of_pair(related, where, mean=_is_label(related))
    if field.arguments.get("search") is not None or isinstance(related.source, FullText):
        context.plan(SEARCH_PLANNING)
        return Work.fixed(SEARCH) + tests
    match related.source:
        case Label() if related.shape is not Shape.ONE:
            return _candidates(context.declarations[related.to], where, context) * (ONE + tests)
        case Relationship() as source:
            return Work.fixed(source.rows) * (ONE + tests)
        case Derived() as source:
            compared = Work.fixed(context.declarations[related.to].rows if source.filtered else source.rows)
            return of_statement(source.weight, field, context) + compared * tests
    return NOTHING


def of_statement(weight: Weight, field: Field, context: PlanContext) -> Work:
    """The work of one run of a statement that a person wrote."""
    context.plan(weight.planning)
    if callable(weight.run):
        return Work.sized(context.shape_value(field.arguments, weight.run))
    return Work.fixed(weight.run)


def _is_label(related: Related) -> bool:
    return isinstance(related.source, Label)


class Filter:
    """Reads one `where`: its work for each node that it tests, its conditions, its relationships."""

    def __init__(self, context: PlanContext) -> None:
        self._context = context
        self._relationships = 0

    def of_pair(self, related: Related, where: ArgumentValues, *, mean: bool = False, depth: int = 0) -> Work:
        """The work of testing one related node and the relationship to it."""
        target = self._context.declarations[related.to]
        if related.edge is None:
            return self._of_node(target, where, mean, depth)
        parts = []
        for name, operand in self._conditions(where):
            if name == "node":
                parts.append(self._of_node(target, operand, mean, depth))
            elif name == "edge":
                parts.append(self._of_node(properties_of(related.edge), operand, mean, depth))
            else:
                parts += [self.of_pair(related, each, mean=mean, depth=depth) for each in _listed(operand)]
        return Work.total(parts)

    def _of_node(self, declaration: Declaration, where: ArgumentValues, mean: bool, depth: int) -> Work:
        parts = []
        for name, operand in self._conditions(where):
            if name in ("AND", "OR", "NOT"):
                parts += [self._of_node(declaration, each, mean, depth) for each in _listed(operand)]
            elif name in declaration.related:
                parts.append(self._of_related(declaration.related[name], operand, mean, depth + 1))
            else:
                parts += [self._of_values(operator, each) for operator, each in operand.items()]
        return Work.total(parts)

    def _of_related(self, related: Related, quantifiers: ArgumentValues, mean: bool, depth: int) -> Work:
        limit = self._context.limits.max_filter_depth
        if depth > limit:
            raise InvalidOperation.of(
                FilterTooDeep(
                    f"The filter follows more than {limit} relationships, one within another; query the "
                    f"related items first and filter by their keys, or raise {variable('max_filter_depth')}."
                )
            )
        assert isinstance(related.source, Relationship)
        rows = related.source.rows
        if mean and related.source.mean is not None:
            rows = related.source.mean
        parts = []
        for quantifier, operand in quantifiers.items():
            if operand.value is None:
                continue
            self._relationships += 1
            self._context.plan(20 + 3 * self._relationships)
            where = operand.get("where") if quantifier == "count" else operand
            inner = NOTHING if where is None else self.of_pair(related, where, depth=depth)
            parts.append(Work.fixed(rows) * (ONE + inner) if inner.weights else Work.fixed(DEGREE))
        return Work.total(parts)

    def _of_values(self, operator: str, operand: ArgumentValues) -> Work:
        if operator in ("includesAny", "includesAll") and operand.value is not None:
            return Work.sized(self._context.shape_value(operand, len), VALUE)
        return Work.fixed(TEST)

    def _conditions(self, where: ArgumentValues) -> Iterator[tuple[str, ArgumentValues]]:
        """The conditions that are given; an empty filter counts as one."""
        given = [(name, operand) for name, operand in where.items() if operand.value is not None]
        self._context.count("conditions", max(1, len(given)))
        return iter(given)


def _listed(operand: ArgumentValues) -> Iterator[ArgumentValues]:
    """The filters of an AND or OR, or the one of a NOT."""
    return operand.each() if isinstance(operand.value, list) else iter((operand,))


def _candidates(declaration: Declaration, where: ArgumentValues | None, context: PlanContext) -> Work:
    """The number of nodes of a label that Neo4j tests: those that an index finds, or all."""
    found = [] if where is None else list(_selective(declaration, where, context))
    return min(found, key=lambda each: each[0])[1] if found else Work.fixed(declaration.rows)


def _selective(
    declaration: Declaration, where: ArgumentValues, context: PlanContext
) -> Iterator[tuple[float, Work]]:
    """The nodes that each condition's index finds, with their order: fewest first."""
    for name, operand in where.items():
        if operand.value is None:
            continue
        if name == "AND":
            for each in operand.each():
                yield from _selective(declaration, each, context)
        elif name in declaration.places:
            if (circle := operand.get("within")) is not None:
                yield 2, Work.sized(context.shape_value(circle, _in_circle(declaration.rows)))
        elif name in declaration.properties and has_many_values(declaration.properties[name][0]):
            of_one = 1 if name == "key" else max(1.0, SHARE * declaration.rows)
            if operand.get("eq") is not None:
                yield of_one, Work.fixed(of_one)
            elif (values := operand.get("in")) is not None:
                found = context.shape_value(values, _of_values(of_one, declaration.rows))
                yield of_one + 1, Work.sized(found)


def _of_values(of_one: float, rows: int) -> Callable[[list[Any]], float]:
    return lambda values: min(len(values) * of_one, rows)


def _in_circle(rows: int) -> Callable[[Mapping[str, Any]], float]:
    def found(circle: Mapping[str, Any]) -> float:
        share = (float(circle["miles"]) / WIDE_MILES) ** 2
        return rows * min(1.0, max(NARROWEST, share))

    return found
