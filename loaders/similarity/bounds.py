"""Bounds of a score: between what and what it lies, whatever the distance, for one row with all others.

Distance is the costly part and weighs little: bounds tell which pairs are worth computing in full.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from domain.similarity import MOST_UNKNOWN
from loaders.similarity.columns import NO_PAIR, Columns
from loaders.similarity.comparison import HALF_AT

ROUNDING: Final = np.float32(1e-5)  # of float32 in a score, generously
NONE: Final = np.float32(NO_PAIR)

Scores = NDArray[np.float32]


class Range(NamedTuple):
    """The lowest and the highest score that a row may have with each row; NO_PAIR where it has none."""

    lower: Scores
    upper: Scores


class Bounds:
    """In float32, which takes half the time, and as much wider as that is inexact."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        weights = columns.weights.astype(np.float32)
        self._weights, self._distance = weights[:-1], weights[-1]
        # Infinitely far apart is not alike at all: an unknown one adds nothing.
        self._logs = [np.nan_to_num(log, nan=np.inf).astype(np.float32) for log in columns.logs]
        self._tables = [np.nan_to_num(table).astype(np.float32) for _, table in columns.tabled]
        known = [
            *(~np.isnan(log) for log in columns.logs),
            *(~np.isnan(table.diagonal())[codes] for codes, table in columns.tabled),
        ]
        self._known = np.array(known, dtype=np.float32)

    def of(self, row: int) -> Range:
        """The range of the row with every row, and of itself and those that it does not compare with none."""
        total = np.zeros(len(self._columns.keys), dtype=np.float32)
        size_and_density, setting_and_region = self._weights[:2], self._weights[2:]
        for weight, log in zip(size_and_density, self._logs, strict=True):
            if np.isfinite(log[row]):
                apart = log - log[row]
                apart *= np.float32(1 / HALF_AT)
                apart *= apart
                apart += 1
                total += weight / apart
        for weight, table, (codes, _) in zip(
            setting_and_region, self._tables, self._columns.tabled, strict=True
        ):
            total += (weight * table[codes[row]])[codes]
        known = (self._weights * self._known[:, row]) @ self._known
        whole = known + self._distance
        for none in (row, self._columns.strangers(row)):
            known[none] = whole[none] = 0
        enough = np.float32(1 - MOST_UNKNOWN)
        divisor = np.maximum(whole, ROUNDING)
        return Range(
            lower=np.where(known >= enough + ROUNDING, total / divisor - ROUNDING, NONE),
            upper=np.where(whole >= enough - ROUNDING, (total + self._distance) / divisor + ROUNDING, NONE),
        )
