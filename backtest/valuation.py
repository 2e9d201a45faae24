"""Valuation: the factors of each candidate for one question, and the list that weights make of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from domain.recommendation import FACTORS, RECOMMENDATION, TIER_ORDER, Tier
from domain.similarity import SIMILARITY

Floats = NDArray[np.float64]


class Valuation(NamedTuple):
    """The value of each factor for each candidate, in the order of FACTORS; NaN where it does not apply.

    `tiers` are those of the candidates, None where no model is requested.
    """

    sites: tuple[str, ...]
    values: Floats
    tiers: tuple[Tier | None, ...]

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

    def order(self, weights: Mapping[str, float], *, by_score: bool = False) -> list[int]:
        """The candidates' positions in the order of the list: by tier, rounded score, then key."""
        scores = np.round(self.scores(weights), SIMILARITY.order_decimals)
        place = [TIER_ORDER[tier.name] if tier and not by_score else 0 for tier in self.tiers]
        return sorted(range(len(self.sites)), key=lambda at: (place[at], -scores[at], self.sites[at]))

    def label(self, weights: Mapping[str, float]) -> str:
        """The label of the list: how far the first site is ahead of the next of its tier, or of 0."""
        scores = self.scores(weights).tolist()
        first, *others = self.order(weights)
        second = next((at for at in others if self.tiers[at] == self.tiers[first]), None)
        lead = scores[first] - (0.0 if second is None else scores[second])
        return RECOMMENDATION.label(lead, self.tiers[first])
