"""Filters of nodes and relationships (`where`) in Cypher.

A comparison with an unknown value does not hold, so NOT, `all` and `none` find exactly the others. Where a
predicate is negated it is therefore `null_safe`: false instead of null. Elsewhere Cypher's null does the same
and leaves indexes usable.

A filter without a condition, such as `{}` or `{name: null}`, does not filter: here it is None, and so are
its NOT, an OR with it among the alternatives, and `all` of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from graph.errors import InvalidInput
from schema.declare import Declaration, Related, properties_of
from schema.planner.cypher.comparison import COMPARED, conjunction, each_of, of_property
from schema.planner.cypher.context import PlanContext
from schema.planner.cypher.pattern import pattern
from schema.planner.cypher.places import of_place
from schema.planner.request.arguments import ArgumentValues
from schema.sources import Relationship


def of_node(
    declaration: Declaration,
    where: ArgumentValues,
    node: str,
    context: PlanContext,
    *,
    null_safe: bool = False,
) -> str | None:
    """The predicate over the node in a variable; never null with `null_safe`. Raises InvalidInput.

    `reads.Filter` has counted its conditions.
    """

    def field(name: str, operand: ArgumentValues) -> str | None:
        if name in declaration.properties:
            hint, prop = declaration.properties[name]
            return of_property(prop, hint, name, operand, node, context, null_safe=null_safe)
        if name in declaration.places:
            return of_place(declaration.places[name], operand, node, context, null_safe=null_safe)
        return _of_related(declaration.related[name], operand, node, context)

    def nested(inner: ArgumentValues, safe: bool) -> str | None:
        return of_node(declaration, inner, node, context, null_safe=safe)

    return _all(where, field, nested, null_safe)


def of_pair(
    related: Related,
    where: ArgumentValues,
    node: str,
    edge: str,
    context: PlanContext,
    *,
    null_safe: bool = False,
) -> str | None:
    """The predicate over a related node and the relationship to it. Raises InvalidInput."""
    target = context.declarations[related.to]
    if related.edge is None:
        return of_node(target, where, node, context, null_safe=null_safe)
    properties = properties_of(related.edge)

    def field(name: str, operand: ArgumentValues) -> str | None:
        if name == "node":
            return of_node(target, operand, node, context, null_safe=null_safe)
        return of_node(properties, operand, edge, context, null_safe=null_safe)

    def nested(inner: ArgumentValues, safe: bool) -> str | None:
        return of_pair(related, inner, node, edge, context, null_safe=safe)

    return _all(where, field, nested, null_safe)


def count(related: Related, where: ArgumentValues | None, parent: str, context: PlanContext) -> str:
    """The Cypher of the number of related nodes that pass a filter. Raises InvalidInput, Forbidden."""
    assert isinstance(related.source, Relationship)
    context.permit(context.declarations[related.to], related.to)
    node, edge = context.fresh("n"), context.fresh("r")
    test = None if where is None else of_pair(related, where, node, edge, context)
    condition = "" if test is None else f" WHERE {test}"
    return f"COUNT {{ MATCH {pattern(related.source, parent, edge, node)}{condition} }}"


def _all(
    where: ArgumentValues,
    field: Callable[[str, ArgumentValues], str | None],
    nested: Callable[[ArgumentValues, bool], str | None],
    null_safe: bool,
) -> str | None:
    parts: list[str | None] = []
    for name, operand in where.items():
        if operand.value is None:
            continue
        if name == "AND":
            # An empty list is a condition: AND of nothing holds, and so its NOT does not.
            parts += [nested(each, null_safe) for each in operand.each()] if operand.value else ["true"]
        elif name == "OR":
            parts.append(_any([nested(each, null_safe) for each in operand.each()]))
        elif name == "NOT":
            test = nested(operand, True)
            parts.append(None if test is None else f"NOT ({test})")
        else:
            parts.append(field(name, operand))
    return conjunction(parts)


def _any(parts: Sequence[str | None]) -> str | None:
    tests = [f"({part})" for part in parts if part is not None]
    if len(tests) < len(parts):
        return None
    return f"({' OR '.join(tests)})" if tests else "false"


def _of_related(
    related: Related, quantifiers: ArgumentValues, parent: str, context: PlanContext
) -> str | None:
    assert isinstance(related.source, Relationship)
    context.permit(context.declarations[related.to], related.to)
    parts: list[str | None] = []
    for quantifier, operand in quantifiers.items():
        if operand.value is None:
            continue
        if quantifier == "count":
            parts.append(_of_count(related, operand, parent, context))
            continue
        node, edge = context.fresh("n"), context.fresh("r")
        match = f"MATCH {pattern(related.source, parent, edge, node)}"
        test = of_pair(related, operand, node, edge, context, null_safe=quantifier == "all")
        if quantifier == "all":
            parts.append(None if test is None else f"NOT EXISTS {{ {match} WHERE NOT ({test}) }}")
            continue
        found = match if test is None else f"{match} WHERE {test}"
        if quantifier == "single":
            parts.append(f"COUNT {{ {found} }} = 1")
        else:
            parts.append(f"{'' if quantifier == 'some' else 'NOT '}EXISTS {{ {found} }}")
    return conjunction(parts)


def _of_count(related: Related, filters: ArgumentValues, parent: str, context: PlanContext) -> str | None:
    number = count(related, filters.get("where"), parent, context)
    parts = []
    for operator, operand in filters.items():
        if operator == "where":
            continue
        if operand.value is None:
            raise InvalidInput(f"count.{operator}: null cannot be compared; leave it out.")
        compared = COMPARED.get(operator, "IN")
        convert = each_of(None) if operator == "in" else None
        parts.append(f"{number} {compared} {context.parameter(operand, convert)}")
    return conjunction(parts)
