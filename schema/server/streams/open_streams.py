"""The WebSockets and event streams that are open, counted in all and by caller."""

from __future__ import annotations

from collections import Counter

from graph.errors import Overloaded, RateLimited
from graph.settings import Settings, variable


class OpenStreams:
    """Counts connections that stay open, from `enter` to `leave`."""

    def __init__(self, settings: Settings) -> None:
        self._max = settings.max_streams
        self._max_of_caller = settings.max_streams_per_caller
        self._by_caller: Counter[str] = Counter()

    def enter(self, caller: str) -> None:
        """Counts one more. Raises RateLimited, Overloaded."""
        if self._by_caller[caller] >= self._max_of_caller:
            raise RateLimited(
                f"One caller may have {self._max_of_caller} WebSockets and event streams open "
                f"({variable('max_streams_per_caller')}); close one."
            )
        if self._by_caller.total() >= self._max:
            raise Overloaded(
                f"{self._max} WebSockets and event streams are open ({variable('max_streams')})."
            )
        self._by_caller[caller] += 1

    def leave(self, caller: str) -> None:
        """One has ended."""
        self._by_caller[caller] -= 1
        if not self._by_caller[caller]:
            del self._by_caller[caller]
