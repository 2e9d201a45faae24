"""Orders: the keys that rows are sorted by, and the place of a row in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cmp_to_key
from typing import Any

from toy.content import Content, Node, Values

from plain.refusals import Refusal
from plain.values import comparable, miles, shown
from schema.declare import Declaration, Related
from schema.sources import Relationship

Pair = tuple[Node, Values]


@dataclass(frozen=True, slots=True)
class Key:
    """One key of an order: its name, which end comes first, and its value for a row."""

    name: str
    descending: bool
    of: Callable[[Pair], Any]

    def compare(self, one: Any, other: Any) -> int:
        """-1 for a value before another; unknown values are last in both directions."""
        if one is None or other is None:
            return (one is None) - (other is None)
        return ((one > other) - (one < other)) * (-1 if self.descending else 1)


Order = list[Key]


class Orders:
    """Makes orders of declarations and of `sort` arguments."""

    def __init__(self, declarations: Mapping[str, Declaration], content: Content) -> None:
        self._declarations = declarations
        self._content = content

    def of(self, related: Related, sort: list[Mapping[str, Any]] | None) -> Order:
        """The order of a field. It ends with the node's key, in the direction of the key before."""
        target = self._declarations[related.to]
        if not sort:
            return [self._declared(related, target, by.name, by.edge, by.descending) for by in related.order]
        given = [self._key(related, target, each) for each in sort]
        keys: dict[str, Key] = {}
        for key in given:
            keys.setdefault(key.name, key)
            if key.name == "key":
                return list(keys.values())
        return [*keys.values(), _property(target, "key", given[-1].descending)]

    def _declared(self, related: Related, target: Declaration, name: str, edge: bool, down: bool) -> Key:
        if edge:
            assert related.edge is not None
            return _edge(Declaration.of(related.edge), name, down)
        return _property(target, name, down)

    def _key(self, related: Related, target: Declaration, sort: Mapping[str, Any]) -> Key:
        [(name, given)] = sort.items()
        if related.edge is not None:
            [(inner, given)] = given.items()
            if name == "edge":
                return _edge(Declaration.of(related.edge), inner, given == "DESC")
            name = inner
        if name == "searchScore":
            raise Refusal("sort.searchScore: only a `search` has a score; add one, or sort by another key.")
        if name in target.properties:
            return _property(target, name, given == "DESC")
        if name.endswith("Count"):
            source = target.related[name.removesuffix("Count")].source
            assert isinstance(source, Relationship)
            return Key(name, given == "DESC", lambda pair: len(list(self._content.around(pair[0], source))))
        stored = target.places[name.removesuffix("Distance")].property
        at = given["latitude"], given["longitude"]

        def distance(pair: Pair) -> float | None:
            place = pair[0].values.get(stored)
            return None if place is None else miles(place, at)

        return Key(f"{name}{at}", given.get("direction") == "DESC", distance)


def _property(target: Declaration, name: str, down: bool) -> Key:
    return Key(name, down, lambda pair: comparable(target, name, shown(target, name, pair[0].values)))


def _edge(edge: Declaration, name: str, down: bool) -> Key:
    return Key(f"edge.{name}", down, lambda pair: comparable(edge, name, shown(edge, name, pair[1])))


def compare(order: Order, one: list[Any], other: list[Any]) -> int:
    """-1 for a row with these values before a row with others."""
    for key, a, b in zip(order, one, other, strict=True):
        if found := key.compare(a, b):
            return found
    return 0


def sort(order: Order, pairs: list[Pair]) -> list[tuple[Pair, list[Any]]]:
    """Rows in an order, with their values of its keys."""
    rows = [(pair, [key.of(pair) for key in order]) for pair in pairs]
    return sorted(rows, key=cmp_to_key(lambda a, b: compare(order, a[1], b[1])))
