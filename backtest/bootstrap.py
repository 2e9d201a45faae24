"""Percentile bootstrap of a mean over trials, resampling requesters.

A requester's trials depend on each other, so requesters are drawn, each with all of its trials. Every mean
uses the same draws, so a difference of two rankers is paired.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

PERCENTILES: Final = (2.5, 97.5)

Floats = NDArray[np.float64]


class Bootstrap:
    """Draws over the trials of the requesters, given by the requester of each trial."""

    def __init__(self, requesters: Sequence[str], draws: int, seed: int) -> None:
        """The same arguments make the same draws (PCG64)."""
        names, self._of = np.unique(np.array(requesters), return_inverse=True)
        count = len(names)
        random = np.random.Generator(np.random.PCG64(seed))
        self._times = random.multinomial(count, np.full(count, 1 / count), size=draws)
        self._trials = self._times @ np.bincount(self._of, minlength=count)

    def means(self, values: Floats) -> Floats:
        """The mean of `values`, one a trial, in every draw."""
        sums = np.bincount(self._of, weights=values, minlength=self._times.shape[1])
        means: Floats = self._times @ sums / self._trials
        return means

    def interval(self, values: Floats) -> tuple[float, float]:
        """The 95 % interval of the mean."""
        low, high = np.percentile(self.means(values), PERCENTILES).tolist()
        return low, high

    def error(self, values: Floats) -> float:
        """The standard error of the mean."""
        return float(np.std(self.means(values), ddof=1))
