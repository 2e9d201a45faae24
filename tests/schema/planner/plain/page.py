"""Pages of a connection: what lies behind `after` and before `before`, cut to size."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from plain import refusals
from plain.order import Order, Pair, compare, sort
from plain.refusals import Refusal


class Position(str):
    """A cursor of the oracle: the row's place in an order of a type, and text that no other cursor has."""

    order: tuple[Any, ...]
    values: list[Any]

    @classmethod
    def of(cls, type: str, order: Order, values: list[Any]) -> Position:
        """The cursor of a row that has these values of an order's keys."""
        named = (type, *((key.name, key.descending) for key in order))
        made = cls(f"{named} {values}")
        made.order, made.values = named, values
        return made


Known = Callable[[str], Position | None]
"""Finds the oracle's cursor for one that the service gave."""


@dataclass(frozen=True, slots=True)
class Page:
    """Rows with their cursors, and whether there are more."""

    rows: list[tuple[Pair, Position]]
    before: bool
    behind: bool


def page(type: str, order: Order, pairs: list[Pair], arguments: Mapping[str, Any], known: Known) -> Page:
    """The page that the arguments ask for. Raises Refusal."""
    size = refusals.page_size(arguments)
    rows = sort(order, pairs)
    after, before = (_given(type, order, arguments, name, known) for name in ("after", "before"))
    skipped = refusals.offset(arguments)
    if after is not None:
        rows = [row for row in rows if compare(order, row[1], after.values) > 0]
    if before is not None:
        rows = [row for row in rows if compare(order, row[1], before.values) < 0]
    backward = arguments.get("last") is not None
    more = len(rows) > skipped + size
    rows = rows[len(rows) - size if more else 0 :] if backward else rows[skipped : skipped + size]
    cut = [(pair, Position.of(type, order, values)) for pair, values in rows]
    if backward:
        return Page(cut, before=more, behind=before is not None)
    return Page(cut, before=after is not None or skipped > 0, behind=more)


def _given(type: str, order: Order, arguments: Mapping[str, Any], name: str, known: Known) -> Position | None:
    cursor = arguments.get(name)
    if cursor is None:
        return None
    found = known(cursor)
    if found is None:
        raise Refusal(f"{name}: not a valid cursor; take one from `pageInfo` or an edge.")
    if found.order != Position.of(type, order, []).order:
        raise Refusal(
            f"{name}: this cursor belongs to another list, another sort or an older version; "
            "start from the first page."
        )
    return found
