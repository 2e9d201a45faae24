"""Valuation: the factors of each candidate for one question, and the list that weights make of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from domain.recommendation import FACTORS
from domain.similarity import SIMILARITY

Floats = NDArray[np.float64]


class Valuation(NamedTuple):
    """The value of each factor for each candidate, in the order of FACTORS; NaN where it does not apply."""

    sites: tuple[str, ...]
    values: Floats

    def contributions(self, weights: Mapping[str, float]) -> Floats:
        """The contribution of each factor to each score: the weights of those that apply add up to 1."""
        applies = ~np.isnan(self.values)
        raw = np.where(applies, [weights[name] for name in FACTORS], 0.0)
        total = raw.sum(axis=1, keepdims=True)
        return np.where(applies, self.values, 0.0) * raw / np.where(total > 0, total, 1.0)

    def scores(self, weights: Mapping[str, float]) -> Floats:
        """The score of each candidate."""
        scores: Floats = self.contributions(weights).sum(axis=1)
        return scores

    def order(self, weights: Mapping[str, float]) -> list[int]:
        """The candidates' positions in the order of the list: by rounded score, then key."""
        scores = np.round(self.scores(weights), SIMILARITY.order_decimals)
        return sorted(range(len(self.sites)), key=lambda at: (-scores[at], self.sites[at]))

    def lead(self, weights: Mapping[str, float]) -> float:
        """How far the first score is ahead of the second, or of 0 where there is none."""
        first, second, *_ = [*sorted(self.scores(weights).tolist(), reverse=True), 0.0]
        return float(first - second)
