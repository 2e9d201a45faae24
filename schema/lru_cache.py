"""An LRU cache that is bounded by the weight of its values; threads may share it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

V = TypeVar("V")


class LRUCache(Generic[V]):
    """Values by key, as long as their weights add up to at most `max_weight`."""

    def __init__(self, max_weight: int) -> None:
        self._max_weight = max_weight
        self._weight = 0
        self._values: OrderedDict[Hashable, tuple[V, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> V | None:
        """The value, which counts as used now."""
        with self._lock:
            found = self._values.get(key)
            if found is None:
                return None
            self._values.move_to_end(key)
            return found[0]

    def drop(self, key: Hashable) -> None:
        """Removes a value, if it is there."""
        with self._lock:
            _, weight = self._values.pop(key, (None, 0))
            self._weight -= weight

    def put(self, key: Hashable, value: V, weight: int = 1) -> None:
        """Adds a value, unless it is there or it alone is heavier than all may be."""
        with self._lock:
            if weight > self._max_weight or key in self._values:
                return
            self._values[key] = value, weight
            self._weight += weight
            while self._weight > self._max_weight:
                _, (_, dropped) = self._values.popitem(last=False)
                self._weight -= dropped
