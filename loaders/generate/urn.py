"""Weighted draws within groups, for whole arrays at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


class Urn:
    """Items in groups 0 … `groups` - 1, each drawn within its group in proportion to its weight (> 0)."""

    def __init__(
        self, items: NDArray[np.int64], group: NDArray[np.int64], weight: NDArray[np.float64], groups: int
    ) -> None:
        order = np.argsort(group, kind="stable")
        self._items = items[order]
        self._upto = np.concatenate([[0.0], np.cumsum(weight[order])])
        self._edges = np.searchsorted(group[order], np.arange(groups + 1))

    def holds(self, group: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether there is anything to draw in each group."""
        return self._edges[group] < self._edges[group + 1]

    def draw(self, group: NDArray[np.int64], chance: NDArray[np.float64]) -> NDArray[np.int64]:
        """One item of each group for a chance in [0, 1); every group must hold something."""
        first, end = self._edges[group], self._edges[group + 1]
        low, high = self._upto[first], self._upto[end]
        position = np.searchsorted(self._upto, low + chance * (high - low), side="right") - 1
        drawn: NDArray[np.int64] = self._items[np.clip(position, first, end - 1)]
        return drawn
