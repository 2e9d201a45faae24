"""What a `where` means in Cypher.

A comparison with an unknown value does not hold; so NOT, `all` and `none` find exactly the others. Where
a predicate is negated, what may be null is therefore made false first; elsewhere Cypher's null does the
same and leaves indexes usable.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from graph.errors import InvalidInput
from schema.build.hints import is_list, nullable
from schema.declare import Declaration, Place, Property, Related, Relationship, properties_of
from schema.planner.given import Given
from schema.planner.leaf import column
from schema.planner.pattern import pattern
from schema.planner.scope import Scope

MOST_VALUES = 1000
METERS_A_MILE: Final = 1609.344
MOST_MILES = 12_500

COMPARED: Final = {"eq": "=", "gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
WITHOUT_CASE: Final = {
    "contains": "CONTAINS",
    "startsWith": "STARTS WITH",
    "endsWith": "ENDS WITH",
    "eqIgnoreCase": "=",
}


class Predicates:
    """Writes predicates over nodes and relationships of declared types."""

    def __init__(self, declarations: Mapping[str, Declaration], scope: Scope) -> None:
        self._declarations = declarations
        self._scope = scope

    def of_node(self, declaration: Declaration, where: Given, node: str, *, exact: bool = False) -> str:
        """A predicate over the node in a variable. With `exact` it is never null."""

        def field(name: str, given: Given) -> str:
            if name in declaration.properties:
                hint, prop = declaration.properties[name]
                return self._of_property(prop, hint, name, given, node, exact=exact)
            if name in declaration.places:
                return self._of_place(declaration.places[name], given, node, exact=exact)
            return self._of_related(declaration.related[name], given, node)

        return self._all(
            where, field, lambda given, exact: self.of_node(declaration, given, node, exact=exact), exact
        )

    def of_pair(self, related: Related, where: Given, node: str, edge: str, *, exact: bool = False) -> str:
        """A predicate over a related node, and over the relationship that leads to it."""
        target = self._declarations[related.to]
        if related.edge is None:
            return self.of_node(target, where, node, exact=exact)
        properties = properties_of(related.edge)

        def field(name: str, given: Given) -> str:
            if name == "node":
                return self.of_node(target, given, node, exact=exact)
            return self.of_node(properties, given, edge, exact=exact)

        return self._all(
            where, field, lambda given, exact: self.of_pair(related, given, node, edge, exact=exact), exact
        )

    def _all(
        self,
        where: Given,
        field: Callable[[str, Given], str],
        again: Callable[[Given, bool], str],
        exact: bool,
    ) -> str:
        parts = []
        for name, given in where.items():
            if given.value is None:
                continue
            if name == "AND":
                parts += [again(each, exact) for each in given.each()]
            elif name == "OR":
                parts.append(_any([again(each, exact) for each in given.each()]))
            elif name == "NOT":
                parts.append(f"NOT ({again(given, True)})")
            else:
                parts.append(field(name, given))
        return " AND ".join(parts) or "true"

    def _of_property(
        self, prop: Property, hint: Any, name: str, filters: Given, variable: str, *, exact: bool
    ) -> str:
        value = column(prop, name, variable)
        parts = []
        for operator, given in filters.items():
            if given.value is None and operator != "eq":
                raise InvalidInput(
                    f"{name}.{operator}: null compares with nothing; leave it out, or use isNull."
                )
            if operator == "isNull" or given.value is None:
                parts.append(f"{value} IS {'NULL' if given.value in (True, None) else 'NOT NULL'}")
            elif is_list(hint):
                parts.append(_false(self._of_values(name, operator, given, value), exact=exact))
            else:
                test = self._comparison(prop, name, operator, given, value)
                parts.append(_false(test, exact=exact and nullable(hint)))
        return " AND ".join(parts) or "true"

    def _comparison(self, prop: Property, name: str, operator: str, given: Given, value: str) -> str:
        write = prop.form.write
        if operator in COMPARED:
            return (
                f"{value} {COMPARED[operator]} {self._scope.parameter(given, _named(name, operator, write))}"
            )
        if operator == "in":
            return f"{value} IN {self._scope.parameter(given, _named(name, operator, _each(write)))}"
        if prop.exact:  # startsWith of a key or code: an index finds it
            return f"{value} STARTS WITH {self._scope.parameter(given)}"
        return f"toLower({value}) {WITHOUT_CASE[operator]} {self._scope.parameter(given, str.lower)}"

    def _of_values(self, name: str, operator: str, given: Given, value: str) -> str:
        if operator == "isEmpty":
            return f"size(coalesce({value}, [])) {'=' if given.value else '>'} 0"
        if operator == "includes":
            return f"{self._scope.parameter(given)} IN {value}"
        each, every = self._scope.fresh("x"), "any" if operator == "includesAny" else "all"
        wanted = self._scope.parameter(given, _named(name, operator, _each(None)))
        return f"{every}({each} IN {wanted} WHERE {each} IN {value})"

    def _of_place(self, place: Place, filters: Given, variable: str, *, exact: bool) -> str:
        value = f"{variable}.{place.column}"
        parts = []
        for operator, given in filters.items():
            if given.value is None:
                raise InvalidInput(
                    f"{place.column}.{operator}: null is nowhere; leave it out, or use isNull."
                )
            if operator == "isNull":
                parts.append(f"{value} IS {'NULL' if given.value else 'NOT NULL'}")
            elif operator == "within":
                meters = self._scope.parameter(given, _meters)
                parts.append(
                    _false(f"point.distance({value}, {point(given, self._scope)}) <= {meters}", exact=exact)
                )
            else:
                south_west, north_east = (
                    f"point({{latitude: {self._scope.parameter(given, _corner(a))}, "
                    f"longitude: {self._scope.parameter(given, _corner(o))}}})"
                    for a, o in (("south", "west"), ("north", "east"))
                )
                parts.append(_false(f"point.withinBBox({value}, {south_west}, {north_east})", exact=exact))
        return " AND ".join(parts) or "true"

    def _of_related(self, related: Related, quantifiers: Given, parent: str) -> str:
        assert isinstance(related.source, Relationship)
        parts = []
        for quantifier, given in quantifiers.items():
            if given.value is None:
                continue
            if quantifier == "count":
                parts.append(self._of_count(related, given, parent))
                continue
            node, edge = self._scope.fresh("n"), self._scope.fresh("r")
            match = f"MATCH {pattern(related.source, parent, edge, node)}"
            test = self.of_pair(related, given, node, edge, exact=quantifier == "all")
            if quantifier == "single":
                parts.append(f"COUNT {{ {match} WHERE {test} }} = 1")
            else:
                test = f"NOT ({test})" if quantifier == "all" else test
                never = "" if quantifier == "some" else "NOT "
                parts.append(f"{never}EXISTS {{ {match} WHERE {test} }}")
        return " AND ".join(parts) or "true"

    def _of_count(self, related: Related, filters: Given, parent: str) -> str:
        number = self.count(related, filters.get("where"), parent)
        parts = []
        for operator, given in filters.items():
            if operator == "where":
                continue
            if given.value is None:
                raise InvalidInput(f"count.{operator}: null compares with nothing; leave it out.")
            compared = COMPARED.get(operator, "IN")
            parts.append(f"{number} {compared} {self._scope.parameter(given)}")
        return " AND ".join(parts) or "true"

    def count(self, related: Related, where: Given | None, parent: str) -> str:
        """The number of related nodes, of those that a `where` holds for."""
        assert isinstance(related.source, Relationship)
        node, edge = self._scope.fresh("n"), self._scope.fresh("r")
        test = "" if where is None else f" WHERE {self.of_pair(related, where, node, edge)}"
        return f"COUNT {{ MATCH {pattern(related.source, parent, edge, node)}{test} }}"


def point(given: Given, scope: Scope) -> str:
    """The point of an input with latitude and longitude. Raises InvalidInput off the globe."""
    latitude, longitude = (
        scope.parameter(given, _corner("latitude")),
        scope.parameter(given, _corner("longitude")),
    )
    return f"point({{latitude: {latitude}, longitude: {longitude}}})"


def _corner(name: str) -> Callable[[Any], float]:
    most = 90 if name in ("latitude", "south", "north") else 180

    def degrees(given: Mapping[str, Any]) -> float:
        value = float(given[name])
        if not -most <= value <= most:
            raise InvalidInput(f"{name}: between -{most} and {most} degrees is allowed (got {value}).")
        return value

    return degrees


def _meters(given: Mapping[str, Any]) -> float:
    miles = float(given["miles"])
    if not 0 <= miles <= MOST_MILES:
        raise InvalidInput(f"miles: between 0 and {MOST_MILES:,} is allowed (got {miles}).")
    return miles * METERS_A_MILE


def _named(name: str, operator: str, write: Callable[[Any], Any] | None) -> Callable[[Any], Any] | None:
    if write is None:
        return None

    def convert(value: Any) -> Any:
        try:
            return write(value)
        except InvalidInput as error:
            raise InvalidInput(f"{name}.{operator}: {error}") from None

    return convert


def _each(write: Callable[[Any], Any] | None) -> Callable[[list[Any]], list[Any]]:
    def convert(values: list[Any]) -> list[Any]:
        if len(values) > MOST_VALUES:
            raise InvalidInput(
                f"at most {MOST_VALUES:,} values are allowed (got {len(values):,}); ask in parts."
            )
        return values if write is None else list(map(write, values))

    return convert


def _any(parts: list[str]) -> str:
    return f"({' OR '.join(f'({part})' for part in parts)})" if parts else "false"


def _false(test: str, *, exact: bool) -> str:
    return f"coalesce({test}, false)" if exact else test
