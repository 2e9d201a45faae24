"""Bounds: the lowest and the highest score of one row with all others, whatever their distance.

Distance is the costly part and weighs little: bounds tell which pairs are worth computing in full.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from loaders.similarity.columns import NO_PAIR, Columns

ROUNDING: Final = np.float32(1e-5)  # of float32 in a score, generously
NONE: Final = np.float32(NO_PAIR)

Scores = NDArray[np.float32]


class ScoreRange(NamedTuple):
    """The lowest and the highest score of a row with each row; NO_PAIR where they are not compared."""

    lower: Scores
    upper: Scores


class Bounds:
    """Computed in float32, which takes half the time; widened by its rounding error."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        weights = columns.weights.astype(np.float32)
        self._weights, self._distance = weights[:-1], weights[-1]
        # An unknown size or density is infinitely far from any, and adds nothing.
        self._logs = [np.nan_to_num(log, nan=np.inf).astype(np.float32) for log in columns.logs]
        self._tables = [np.nan_to_num(table).astype(np.float32) for _, table in columns.tabled]
        known = [
            *(~np.isnan(log) for log in columns.logs),
            *(~np.isnan(table.diagonal())[codes] for codes, table in columns.tabled),
        ]
        self._known = np.array(known, dtype=np.float32)

    def of(self, row: int) -> ScoreRange:
        """The range of the row with every row; NO_PAIR with itself and with rows that it does not compare."""
        total = np.zeros(len(self._columns.keys), dtype=np.float32)
        size_and_density, setting_and_region = self._weights[:2], self._weights[2:]
        for weight, log in zip(size_and_density, self._logs, strict=True):
            if np.isfinite(log[row]):
                gap = log - log[row]
                gap *= np.float32(1 / self._columns.formula.half_at_log10)
                gap *= gap
                gap += 1
                total += weight / gap
        for weight, table, (codes, _) in zip(
            setting_and_region, self._tables, self._columns.tabled, strict=True
        ):
            total += (weight * table[codes[row]])[codes]
        known = (self._weights * self._known[:, row]) @ self._known
        with_distance = known + self._distance
        for apart in (row, self._columns.strangers(row), self._columns.nested(row)):
            known[apart] = with_distance[apart] = 0
        enough = np.float32(1 - self._columns.formula.most_unknown)
        divisor = np.maximum(with_distance, ROUNDING)
        return ScoreRange(
            lower=np.where(known >= enough + ROUNDING, total / divisor - ROUNDING, NONE),
            upper=np.where(
                with_distance >= enough - ROUNDING, (total + self._distance) / divisor + ROUNDING, NONE
            ),
        )
