"""Requests, their statements and the fields that they select, written into the metrics once a second.

A metric of prometheus-client takes a microsecond or two, and a request is counted in seven: more than the
hundredth of a cached response that measuring it may cost. A tally takes one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

K = TypeVar("K")

WRITE_S: Final = 1.0
"""How long a tally waits to be written, seconds."""
Kind = tuple[Any, ...]
"""What requests that are counted together have in common."""


@dataclass(slots=True, eq=False)
class FieldUse:
    """The fields that an operation selects, such as `Site.name`, each with whether it is deprecated.

    `times` is how often, since it was last written: one addition a request, however many fields there are.
    """

    fields: tuple[tuple[str, bool], ...]
    times: int = 0


class RequestTally:
    """Passes what it has counted to the three functions: requests in milliseconds, statements in seconds."""

    def __init__(
        self,
        write_requests: Callable[[Kind, Sequence[float]], None],
        write_statements: Callable[[str, Sequence[float]], None],
        write_uses: Callable[[FieldUse, int], None],
    ) -> None:
        self._write_requests, self._write_statements = write_requests, write_statements
        self._write_uses = write_uses
        self._milliseconds: dict[Kind, list[float]] = {}
        self._seconds: dict[str, list[float]] = {}
        self._uses: list[FieldUse] = []
        self._scheduled = False

    def request(self, kind: Kind, milliseconds: float) -> None:
        """Counts a request. Needs an event loop."""
        self._add(self._milliseconds, kind, milliseconds)

    def statement(self, label: str, seconds: float) -> None:
        """Counts an attempt of a statement. Needs an event loop."""
        self._add(self._seconds, label, seconds)

    def use(self, use: FieldUse) -> None:
        """Counts the fields of an operation. Needs an event loop."""
        if not use.times:
            self._uses.append(use)
            self._schedule()
        use.times += 1

    def write(self) -> None:
        """Writes what is tallied."""
        self._scheduled = False
        requests, self._milliseconds = self._milliseconds, {}
        statements, self._seconds = self._seconds, {}
        uses, self._uses = self._uses, []
        for kind, milliseconds in requests.items():
            self._write_requests(kind, milliseconds)
        for label, seconds in statements.items():
            self._write_statements(label, seconds)
        for use in uses:
            times, use.times = use.times, 0
            self._write_uses(use, times)

    def _add(self, times: dict[K, list[float]], counted: K, time: float) -> None:
        found = times.get(counted)
        if found is None:
            found = times[counted] = []
            self._schedule()
        found.append(time)

    def _schedule(self) -> None:
        if not self._scheduled:
            self._scheduled = True
            asyncio.get_running_loop().call_later(WRITE_S, self.write)
