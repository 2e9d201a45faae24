"""The ranking of `cypher/field/recommend_sites` over requests in memory, which need not be in the graph.

A test holds it to the statement, and the command to a sample of its questions (`agreement`). The formulas are
explained in docs/recommendation.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np

from backtest.evidence import Evidence
from backtest.ground import Ground, Site
from backtest.history import History
from backtest.likeness import DECIMALS, Floats, Likeness
from backtest.request import Request
from domain.recommendation import FACTORS, Question

KAPPA: Final = 2.0
LOAD_MONTHS: Final = 6
HALF_MILES: Final = 500
STATED_AGENCY: Final = 0.2
BANDS_APART: Final = 4.0


class Valuation(NamedTuple):
    """The value of each factor for each candidate, in the order of FACTORS; NaN where it does not apply."""

    sites: tuple[str, ...]
    values: Floats

    def contributions(self, weights: Mapping[str, float]) -> Floats:
        """What each factor adds to each score: the weights of those that apply add up to 1."""
        applies = ~np.isnan(self.values)
        raw = np.where(applies, [weights[name] for name in FACTORS], 0.0)
        whole = raw.sum(axis=1, keepdims=True)
        return np.where(applies, self.values, 0.0) * raw / np.where(whole > 0, whole, 1.0)

    def scores(self, weights: Mapping[str, float]) -> Floats:
        """The score of each candidate."""
        scores: Floats = self.contributions(weights).sum(axis=1)
        return scores

    def order(self, weights: Mapping[str, float]) -> list[int]:
        """The candidates' positions in the order of the list: by score to 6 decimals, then key."""
        scores = np.round(self.scores(weights), DECIMALS)
        return sorted(range(len(self.sites)), key=lambda at: (-scores[at], self.sites[at]))


class Twin:
    """Answers the questions of known jurisdictions, without `exclude`, `include_former` and `parts`."""

    def __init__(self, ground: Ground, requests: Sequence[Request], likeness: Likeness) -> None:
        """`likeness` must know the places of `requests`."""
        self._ground = ground
        self._likeness = likeness
        self._evidence = Evidence(requests, likeness)
        self._history = History(ground, requests)

    def value(self, question: Question) -> Valuation:
        """The candidates' factors. Raises InvalidInput."""
        ask = question.ask()
        sites = self._ground.candidates(ask["key"], ask["asOf"])
        totals = self._evidence.totals(ask)
        best = max(totals.values(), default=0.0)
        loads = self._loads(ask["asOf"])
        mean = sum(loads.values()) / len(loads) if loads else 0.0
        values = [
            [
                totals.get(site.key, 0.0) / (best + KAPPA),
                self._fit(ask, site),
                self._coverage(ask, site),
                _capacity(site, loads[site.key], mean),
                _assistance(ask, site),
                self._distance(ask, site),
            ]
            for site in sites
        ]
        keys = tuple(site.key for site in sites)
        return Valuation(keys, np.array(values, dtype=np.float64).reshape(len(keys), len(FACTORS)))

    def _loads(self, month: int) -> dict[str, int]:
        """Matches of the last months of all current sites, candidates or not."""
        current = [site.key for site in self._ground.sites.values() if site.current and site.joined < month]
        counts = self._history.counts(current, month, since=month - LOAD_MONTHS)
        return dict(zip(current, counts, strict=True))

    def _fit(self, ask: Mapping[str, Any], site: Site) -> float:
        row = self._likeness.row(ask["key"])
        scores = [row[self._likeness.column[key]] for key in sorted(site.serves)]
        comparable = [score for score in scores if not np.isnan(score)]
        if not comparable:
            return np.nan
        fit = max(comparable, key=lambda score: round(score, DECIMALS))
        agency = []
        if ask["agencies"]:
            agency.append(ask["agencies"][site.agency_type])
        if ask["swornBand"] is not None and site.sworn_band is not None:
            agency.append(1 - abs(ask["swornBand"] - site.sworn_band) / BANDS_APART)
        if agency:
            fit = (1 - STATED_AGENCY) * fit + STATED_AGENCY * sum(agency) / len(agency)
        return float(fit)

    def _coverage(self, ask: Mapping[str, Any], site: Site) -> float:
        if not ask["wishes"]:
            return np.nan
        operated = site.operated(ask["asOf"])
        related = {self._ground.families[model] for model in operated}
        had = sum(topic in site.topics for topic in ask["topics"]) + sum(
            1.0 if model in operated else 0.5 if self._ground.families[model] in related else 0.0
            for model in ask["models"]
        )
        return float(had / ask["wishes"])

    def _distance(self, ask: Mapping[str, Any], site: Site) -> float:
        return 0.5 ** (self._likeness.miles(ask["key"], site.serves) / HALF_MILES) if ask["visit"] else np.nan


def _capacity(site: Site, load: int, mean: float) -> float:
    enough = LOAD_MONTHS * site.monthly_capacity if site.monthly_capacity else 2 * mean
    return 1 - min(1.0, load / enough) if enough else 1.0


def _assistance(ask: Mapping[str, Any], site: Site) -> float:
    kinds = ask["assistance"]
    if not kinds:
        return np.nan
    if site.assistance is None:
        return float(sum(0.5 if kind in ask["visits"] else 1.0 for kind in kinds) / len(kinds))
    return float(sum(kind in site.assistance for kind in kinds) / len(kinds))
