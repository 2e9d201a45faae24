"""What was used last, kept within a bound."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

V = TypeVar("V")


class Recent(Generic[V]):
    """Keeps values by key while their weights add up to at most `most`; those used least go first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._weight = 0
        self._kept: OrderedDict[Hashable, tuple[V, int]] = OrderedDict()

    def get(self, key: Hashable) -> V | None:
        """The value, which counts as used now."""
        found = self._kept.get(key)
        if found is None:
            return None
        self._kept.move_to_end(key)
        return found[0]

    def drop(self, key: Hashable) -> None:
        """Forgets a value, if it is there."""
        _, weight = self._kept.pop(key, (None, 0))
        self._weight -= weight

    def put(self, key: Hashable, value: V, weight: int = 1) -> None:
        """Keeps a value, unless it alone is beyond the bound."""
        if weight > self._most or key in self._kept:
            return
        self._kept[key] = value, weight
        self._weight += weight
        while self._weight > self._most:
            _, (_, dropped) = self._kept.popitem(last=False)
            self._weight -= dropped
