"""Aggregates: numbers on rows, of all or of each group."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cmp_to_key
from typing import Any

from plain.order import Key, Pair, compare
from plain.values import comparable, shown
from schema.declare import Declaration

UNITS: Mapping[str, Callable[[str], Any]] = {
    "Month": lambda text: text[:7],
    "Quarter": lambda text: f"{text[:4]}-Q{(int(text[5:7]) + 2) // 3}",
    "Year": lambda text: int(text[:4]),
}


def aggregate(
    declaration: Declaration, pairs: list[Pair], group_by: list[str] | None, first: int
) -> list[dict[str, Any]]:
    """One result for all rows, or one for each group, in the order of what they are grouped by."""
    ways = [_way(name) for name in group_by or ()]
    found: dict[tuple[Any, ...], list[Pair]] = {} if ways else {(): pairs}
    for pair in pairs if ways else ():
        found.setdefault(tuple(_value(declaration, way, pair) for way in ways), []).append(pair)
    order = [Key(f"{way}", False, lambda _: None) for way in ways]

    def sortable(values: tuple[Any, ...]) -> list[Any]:
        return [
            value if unit else comparable(declaration, name, value)
            for (name, unit), value in zip(ways, values, strict=True)
        ]

    groups = sorted(found, key=cmp_to_key(lambda a, b: compare(order, sortable(a), sortable(b))))
    return [
        {
            "count": len(found[values]),
            "group": {f"{name}{unit}": v for (name, unit), v in zip(ways, values, strict=True)},
            "min": _Of(declaration, found[values], min),
            "max": _Of(declaration, found[values], max),
            "avg": _Of(declaration, found[values], lambda known: sum(known) / len(known)),
            "sum": _Of(declaration, found[values], sum),
        }
        for values in groups[:first]
    ]


class _Of(dict[str, Any]):
    """A number of each property, of the values that are known."""

    def __init__(self, declaration: Declaration, pairs: list[Pair], function: Callable[..., Any]) -> None:
        super().__init__()
        self._declaration, self._pairs, self._function = declaration, pairs, function

    def get(self, name: str, _: Any = None) -> Any:
        """The number, or null without a known value."""
        known = [shown(self._declaration, name, node.values) for node, _ in self._pairs]
        known = [value for value in known if value is not None]
        return self._function(known) if known else None


def _way(name: str) -> tuple[str, str]:
    """Property and unit of a member such as BUILT_QUARTER."""
    head, *rest = name.lower().split("_")
    camel = head + "".join(map(str.title, rest))
    found = re.fullmatch(f"(.+?)({'|'.join(UNITS)})?", camel)
    assert found is not None
    return found[1], found[2] or ""


def _value(declaration: Declaration, way: tuple[str, str], pair: Pair) -> Any:
    name, unit = way
    value = shown(declaration, name, pair[0].values)
    return UNITS[unit](value) if unit and value is not None else value
