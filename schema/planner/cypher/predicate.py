"""What a `where` means in Cypher.

A comparison with an unknown value does not hold; so NOT, `all` and `none` find exactly the others. Where
a predicate is negated, what may be null is therefore made false first; elsewhere Cypher's null does the
same and leaves indexes usable.

A filter without a condition, such as `{}` or `{name: null}`, does not filter: here it is None, and so are
its NOT, an OR that has it among its alternatives, and `all` of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from graph.errors import InvalidInput
from schema.declare import Declaration, Related, properties_of
from schema.planner.cypher.comparison import COMPARED, conjunction, each_of, of_property
from schema.planner.cypher.context import PlanContext
from schema.planner.cypher.pattern import pattern
from schema.planner.cypher.places import of_place
from schema.planner.request.arguments import ArgumentValues
from schema.sources import Relationship


class Predicates:
    """Writes predicates over nodes and relationships of declared types."""

    def __init__(self, declarations: Mapping[str, Declaration], scope: PlanContext) -> None:
        self._declarations = declarations
        self._scope = scope

    def of_node(
        self, declaration: Declaration, where: ArgumentValues, node: str, *, exact: bool = False
    ) -> str | None:
        """A predicate over the node in a variable. With `exact` it is never null."""

        def field(name: str, given: ArgumentValues) -> str | None:
            if name in declaration.properties:
                hint, prop = declaration.properties[name]
                return of_property(prop, hint, name, given, node, self._scope, exact=exact)
            if name in declaration.places:
                return of_place(declaration.places[name], given, node, self._scope, exact=exact)
            return self._of_related(declaration.related[name], given, node)

        return self._all(
            where, field, lambda given, exact: self.of_node(declaration, given, node, exact=exact), exact
        )

    def of_pair(
        self, related: Related, where: ArgumentValues, node: str, edge: str, *, exact: bool = False
    ) -> str | None:
        """A predicate over a related node, and over the relationship that leads to it."""
        target = self._declarations[related.to]
        if related.edge is None:
            return self.of_node(target, where, node, exact=exact)
        properties = properties_of(related.edge)

        def field(name: str, given: ArgumentValues) -> str | None:
            if name == "node":
                return self.of_node(target, given, node, exact=exact)
            return self.of_node(properties, given, edge, exact=exact)

        return self._all(
            where, field, lambda given, exact: self.of_pair(related, given, node, edge, exact=exact), exact
        )

    def _all(
        self,
        where: ArgumentValues,
        field: Callable[[str, ArgumentValues], str | None],
        again: Callable[[ArgumentValues, bool], str | None],
        exact: bool,
    ) -> str | None:
        parts: list[str | None] = []
        for name, given in where.items():
            if given.value is None:
                continue
            self._scope.count("conditions")
            if name == "AND":
                # An empty list is a condition: AND of nothing holds, and so its NOT does not.
                parts += [again(each, exact) for each in given.each()] if given.value else ["true"]
            elif name == "OR":
                parts.append(_any([again(each, exact) for each in given.each()]))
            elif name == "NOT":
                test = again(given, True)
                parts.append(None if test is None else f"NOT ({test})")
            else:
                parts.append(field(name, given))
        return conjunction(parts)

    def _of_related(self, related: Related, quantifiers: ArgumentValues, parent: str) -> str | None:
        assert isinstance(related.source, Relationship)
        self._scope.permit(self._declarations[related.to], related.to)
        parts: list[str | None] = []
        for quantifier, given in quantifiers.items():
            if given.value is None:
                continue
            if quantifier == "count":
                parts.append(self._of_count(related, given, parent))
                continue
            node, edge = self._scope.fresh("n"), self._scope.fresh("r")
            match = f"MATCH {pattern(related.source, parent, edge, node)}"
            test = self.of_pair(related, given, node, edge, exact=quantifier == "all")
            if quantifier == "all":
                parts.append(None if test is None else f"NOT EXISTS {{ {match} WHERE NOT ({test}) }}")
                continue
            found = match if test is None else f"{match} WHERE {test}"
            if quantifier == "single":
                parts.append(f"COUNT {{ {found} }} = 1")
            else:
                parts.append(f"{'' if quantifier == 'some' else 'NOT '}EXISTS {{ {found} }}")
        return conjunction(parts)

    def _of_count(self, related: Related, filters: ArgumentValues, parent: str) -> str | None:
        number = self.count(related, filters.get("where"), parent)
        parts = []
        for operator, given in filters.items():
            if operator == "where":
                continue
            if given.value is None:
                raise InvalidInput(f"count.{operator}: null compares with nothing; leave it out.")
            compared = COMPARED.get(operator, "IN")
            convert = each_of(None) if operator == "in" else None
            parts.append(f"{number} {compared} {self._scope.parameter(given, convert)}")
        return conjunction(parts)

    def count(self, related: Related, where: ArgumentValues | None, parent: str) -> str:
        """The number of related nodes, of those that a `where` holds for."""
        assert isinstance(related.source, Relationship)
        self._scope.permit(self._declarations[related.to], related.to)
        node, edge = self._scope.fresh("n"), self._scope.fresh("r")
        test = None if where is None else self.of_pair(related, where, node, edge)
        found = "" if test is None else f" WHERE {test}"
        return f"COUNT {{ MATCH {pattern(related.source, parent, edge, node)}{found} }}"


def _any(parts: Sequence[str | None]) -> str | None:
    tests = [f"({part})" for part in parts if part is not None]
    if len(tests) < len(parts):
        return None
    return f"({' OR '.join(tests)})" if tests else "false"
