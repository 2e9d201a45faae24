"""Whether two results are one: data and errors exactly, but cursors by the rows that they stand for."""

from __future__ import annotations

from collections.abc import Iterator
from math import isclose
from typing import Any

from graphql import ExecutionResult
from plain.page import Position


class Agreement:
    """Compares results of the service with those of the oracle, and learns which cursors are the same."""

    def __init__(self) -> None:
        self._plain: dict[str, Position] = {}
        self._ours: dict[Position, str] = {}

    def known(self, cursor: str) -> Position | None:
        """The oracle's cursor for one of the service."""
        return self._plain.get(cursor)

    def ours(self, cursor: Position) -> str:
        """The service's cursor for one of the oracle."""
        return self._ours[cursor]

    @property
    def all(self) -> list[str]:
        """All cursors that the service gave."""
        return list(self._plain)

    def differences(self, found: ExecutionResult, wanted: ExecutionResult) -> list[str]:
        """What is not the same, in words; nothing where all is."""
        differences = list(self._differences(found.data, wanted.data, "data"))
        ours, plain = ([(e.message, e.path) for e in result.errors or ()] for result in (found, wanted))
        if ours != plain:
            differences.append(f"errors: {ours} is not {plain}")
        return differences

    def _differences(self, found: Any, wanted: Any, at: str) -> Iterator[str]:
        if isinstance(wanted, Position):
            same = isinstance(found, str) and self._same_cursor(found, wanted)
        elif isinstance(wanted, float):
            same = type(found) is float and isclose(found, wanted, rel_tol=1e-9, abs_tol=1e-6)
        elif isinstance(wanted, dict) and isinstance(found, dict) and list(found) == list(wanted):
            for name, value in wanted.items():
                yield from self._differences(found[name], value, f"{at}.{name}")
            return
        elif isinstance(wanted, list) and isinstance(found, list) and len(found) == len(wanted):
            for index, (one, other) in enumerate(zip(found, wanted, strict=True)):
                yield from self._differences(one, other, f"{at}[{index}]")
            return
        else:
            same = type(found) is type(wanted) and found == wanted
        if not same:
            yield f"{at}: {found!r} is not {wanted!r}"

    def _same_cursor(self, ours: str, plain: Position) -> bool:
        return self._plain.setdefault(ours, plain) == plain and self._ours.setdefault(plain, ours) == ours


def cursors_under(data: Any, name: str) -> list[Position]:
    """The cursors of each list with this response name."""
    if isinstance(data, list):
        return [cursor for each in data for cursor in cursors_under(each, name)]
    if not isinstance(data, dict):
        return []
    own = list(_near(data[name], 3)) if name in data else []
    return own + [cursor for each in data.values() for cursor in cursors_under(each, name)]


def _near(value: Any, depth: int) -> Iterator[Position]:
    if isinstance(value, Position):
        yield value
    elif depth > 0 and isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _near(each, depth - 1)
