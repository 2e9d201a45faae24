"""Filters: whether a `where` holds of a node, true or false and nothing else.

What has no condition is left out before anything is compared: `{}`, `{name: null}`, their NOT, `all` of them,
and an OR among whose alternatives they are. `AND: []` and `OR: []` are conditions.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from operator import eq, ge, gt, le, lt
from typing import Any

from toy.content import Content, Node, Values

from plain.values import comparable, miles, shown
from schema.build.hints import is_list
from schema.declare import Declaration, Place, Related
from schema.sources import Relationship

Where = Mapping[str, Any]

COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {"eq": eq, "gt": gt, "gte": ge, "lt": lt, "lte": le}
WITHOUT_CASE: Mapping[str, Callable[[str, str], bool]] = {
    "contains": lambda text, part: part in text,
    "startsWith": str.startswith,
    "endsWith": str.endswith,
    "eqIgnoreCase": eq,
}


class Filter:
    """Filters over one graph."""

    def __init__(self, declarations: Mapping[str, Declaration], content: Content) -> None:
        self._declarations = declarations
        self._content = content

    def holds(self, where: Where | None, node: Node) -> bool:
        """True for a node of which all that is given holds."""
        declaration = self._declarations[node.type]

        def field(name: str, given: Where) -> bool:
            if name in declaration.properties:
                return self._property(declaration, name, given, node.values)
            if name in declaration.places:
                return self._place(declaration.places[name], given, node)
            return self._related(declaration.related[name], given, node)

        return _all(
            where,
            field,
            lambda each: self.holds(each, node),
            lambda name, given: self._is_condition(declaration, name, given),
        )

    def holds_of_pair(self, related: Related, where: Where | None, node: Node, edge: Values) -> bool:
        """The same of a node and the relationship that leads to it."""
        if related.edge is None:
            return self.holds(where, node)
        properties = Declaration.of(related.edge)

        def field(name: str, given: Where) -> bool:
            if name == "node":
                return self.holds(given, node)
            return all(
                self._property(properties, each, filters, edge)
                for each, filters in given.items()
                if filters is not None
            )

        return _all(
            where,
            field,
            lambda each: self.holds_of_pair(related, each, node, edge),
            lambda name, given: self._is_condition_of_pair(related, name, given),
        )

    def _is_condition(self, declaration: Declaration, name: str, given: Any) -> bool:
        """Whether a part of the filter of a type compares anything."""
        if name in declaration.related:
            return any(
                self._is_condition_of_quantifier(declaration.related[name], *quantifier)
                for quantifier in given.items()
            )
        return _is_condition(name, given, lambda *each: self._is_condition(declaration, *each))

    def _is_condition_of_pair(self, related: Related, name: str, given: Any) -> bool:
        target = self._declarations[related.to]
        if related.edge is None:
            return self._is_condition(target, name, given)
        if name == "node":
            return _has_condition(given, lambda *each: self._is_condition(target, *each))
        if name == "edge":
            return any(given.values())  # each a property, with the operators of its filter
        return _is_condition(name, given, lambda *each: self._is_condition_of_pair(related, *each))

    def _is_condition_of_quantifier(self, related: Related, quantifier: str, given: Any) -> bool:
        if given is None:
            return False
        if quantifier == "count":
            return given.keys() != {"where"} and bool(given)
        if quantifier == "all":
            return _has_condition(given, lambda *each: self._is_condition_of_pair(related, *each))
        return True

    def _property(self, declaration: Declaration, name: str, filters: Where, values: Values) -> bool:
        value = shown(declaration, name, values)
        if is_list(declaration.properties[name][0]):
            return all(_of_list(operator, given, value or []) for operator, given in filters.items())
        return all(
            self._scalar(declaration, name, operator, given, value) for operator, given in filters.items()
        )

    def _scalar(self, declaration: Declaration, name: str, operator: str, given: Any, value: Any) -> bool:
        if operator == "isNull":
            return (value is None) is given
        if operator == "eq" and given is None:
            return value is None
        if value is None:
            return False
        if operator == "in":
            return any(self._scalar(declaration, name, "eq", each, value) for each in given)
        if operator in COMPARED:
            compare = COMPARED[operator]
            return compare(comparable(declaration, name, value), comparable(declaration, name, given))
        if operator == "startsWith" and declaration.properties[name][1].keyword:
            return str(value).startswith(given)
        return WITHOUT_CASE[operator](_alike(value), _alike(given))

    def _place(self, place: Place, filters: Where, node: Node) -> bool:
        return all(
            _at(operator, given, node.values.get(place.property)) for operator, given in filters.items()
        )

    def _related(self, related: Related, quantifiers: Where, node: Node) -> bool:
        assert isinstance(related.source, Relationship)
        pairs = list(self._content.around(node, related.source))

        def number(where: Where | None) -> int:
            return sum(self.holds_of_pair(related, where, *pair) for pair in pairs)

        def quantifier(name: str, given: Where) -> bool:
            if name == "count":
                found = number(given.get("where"))
                return all(
                    found in value if operator == "in" else COMPARED[operator](found, value)
                    for operator, value in given.items()
                    if operator != "where"
                )
            found = number(given)
            return {"some": found > 0, "all": found == len(pairs), "none": found == 0, "single": found == 1}[
                name
            ]

        return all(quantifier(name, given) for name, given in quantifiers.items() if given is not None)


def _alike(text: str) -> str:
    """In one case, with accents as one letter and one apostrophe."""
    text = unicodedata.normalize("NFC", text).lower()
    return "".join("'" if letter in "’‘ʻʼ`´" else letter for letter in text)


Part = Callable[[str, Any], bool]


def _has_condition(where: Where, is_condition: Part) -> bool:
    return any(given is not None and is_condition(name, given) for name, given in where.items())


def _is_condition(name: str, given: Any, inner: Part) -> bool:
    """Of AND, OR, NOT, and of the filter of a property or place, which is one once it has an operator."""
    match name:
        case "AND":
            return not given or any(_has_condition(each, inner) for each in given)
        case "OR":
            return all(_has_condition(each, inner) for each in given)
        case "NOT":
            return _has_condition(given, inner)
    return bool(given)


def _all(
    where: Where | None,
    field: Callable[[str, Where], bool],
    again: Callable[[Where], bool],
    is_condition: Part,
) -> bool:
    def part(name: str, given: Any) -> bool:
        match name:
            case "AND":
                return all(map(again, given))
            case "OR":
                return any(map(again, given))
            case "NOT":
                return not again(given)
        return field(name, given)

    return all(
        part(name, given)
        for name, given in (where or {}).items()
        if given is not None and is_condition(name, given)
    )


def _of_list(operator: str, given: Any, values: list[Any]) -> bool:
    """Of an unknown list as of an empty one."""
    match operator:
        case "isEmpty":
            return (not values) is given
        case "includes":
            return given in values
        case "includesAny":
            return any(each in values for each in given)
    return all(each in values for each in given)


def _at(operator: str, given: Any, value: tuple[float, float] | None) -> bool:
    if operator == "isNull":
        return (value is None) is given
    if value is None:
        return False
    latitude, longitude = value
    if operator == "within":
        return miles(value, (given["latitude"], given["longitude"])) <= given["miles"]
    west, east = given["west"], given["east"]
    between = west <= longitude <= east if west <= east else longitude >= west or longitude <= east
    return bool(given["south"] <= latitude <= given["north"] and between)
