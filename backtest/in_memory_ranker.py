"""In-memory ranker: computes `cypher/field/recommend_sites` over requests that need not be in the graph.

A test compares it with the statement, and the command a sample of its questions (`agreement`). Both read the
numbers of `domain.recommendation`; docs/recommendation.md explains them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from backtest.evidence_index import EvidenceIndex
from backtest.graph_snapshot import GraphSnapshot, SiteSnapshot
from backtest.history import History
from backtest.past_request import PastRequest
from backtest.similarity_matrix import SimilarityMatrix
from backtest.valuation import Valuation
from domain.agency_similarity import SWORN_BANDS
from domain.question import Question
from domain.recommendation import FACTORS, RECOMMENDATION, VISITS, RecommendationFormula, Tier
from domain.vocabulary import JurisdictionKind

VISIT_NAMES = frozenset(kind.name for kind in VISITS)


class InMemoryRanker:
    """Answers the questions of known jurisdictions, without `exclude`, `include_former` and `parts`."""

    def __init__(
        self,
        snapshot: GraphSnapshot,
        requests: Sequence[PastRequest],
        similarity: SimilarityMatrix,
        formula: RecommendationFormula = RECOMMENDATION,
    ) -> None:
        """`similarity` must know the places of `requests`."""
        self._snapshot = snapshot
        self._similarity = similarity
        self._formula = formula
        self._evidence = EvidenceIndex(requests, similarity, formula)
        self._history = History(snapshot, requests)

    @property
    def parameters(self) -> dict[str, Any]:
        """The numbers that it ranks by, as parameters of the statement."""
        return {
            "similarity": self._similarity.formula.parameter,
            "recommendation": self._formula.parameter,
        }

    def value(self, question: Question) -> Valuation:
        """The candidates' factors. Raises InvalidInput."""
        ask = question.parameter()
        sites = self._snapshot.candidates(ask["key"], ask["asOf"])
        totals = self._evidence.totals(ask)
        best = max(totals.values(), default=0.0)
        loads = self._loads(ask["asOf"])
        mean = sum(loads.values()) / len(loads) if loads else 0.0
        values = [
            [
                totals.get(site.key, 0.0) / (best + self._formula.damping),
                self._fit(ask, site),
                self._coverage(ask, site),
                self._capacity(site, loads[site.key], mean),
                self._assistance(ask, site),
                self._distance(ask, site),
                self._campus(ask, site),
                float(site.has_tribe) if ask["tribe"] else np.nan,
            ]
            for site in sites
        ]
        keys = tuple(site.key for site in sites)
        tiers = tuple(self._tier(ask, site) for site in sites)
        return Valuation(keys, np.array(values, dtype=np.float64).reshape(len(keys), len(FACTORS)), tiers)

    def _tier(self, ask: Mapping[str, Any], site: SiteSnapshot) -> Tier | None:
        if not ask["models"]:
            return None
        operated, families = site.operated(ask["asOf"]), self._snapshot.families
        if not set(operated).isdisjoint(ask["models"]):
            return Tier.OFFERS
        wanted = {families[model] for model in ask["models"]}
        return Tier.SIMILAR_ONLY if wanted.isdisjoint(families[own] for own in operated) else Tier.RELATED

    def _loads(self, month: int) -> dict[str, int]:
        """Matches of the last months of all current sites, candidates or not."""
        current = [site.key for site in self._snapshot.sites.values() if site.current and site.joined < month]
        counts = self._history.counts(current, month, since=month - self._formula.load_months)
        return dict(zip(current, counts, strict=True))

    def _fit(self, ask: Mapping[str, Any], site: SiteSnapshot) -> float:
        row = self._similarity.row(ask["key"])
        scores = [row[self._similarity.column[key]] for key in sorted(site.serves)]
        comparable = [score for score in scores if not np.isnan(score)]
        if not comparable:
            return np.nan
        fit = max(comparable, key=lambda score: round(score, self._similarity.formula.order_decimals))
        agency = []
        if ask["agencies"]:
            agency.append(ask["agencies"][site.agency_type])
        if ask["swornBand"] is not None and site.sworn_band is not None:
            steps = abs(SWORN_BANDS[ask["swornBand"]] - SWORN_BANDS[site.sworn_band])
            agency.append(1 - steps / self._formula.sworn_band_steps)
        if agency:
            share = self._formula.agency_share
            fit = (1 - share) * fit + share * sum(agency) / len(agency)
        return float(fit)

    def _coverage(self, ask: Mapping[str, Any], site: SiteSnapshot) -> float:
        if not ask["wishes"]:
            return np.nan
        operated = site.operated(ask["asOf"])
        families = self._snapshot.families
        related = {families[model] for model in operated}
        had = sum(topic in site.topics for topic in ask["topics"]) + sum(
            1.0 if model in operated else self._formula.related_model if families[model] in related else 0.0
            for model in ask["models"]
        )
        return float(had / ask["wishes"])

    def _capacity(self, site: SiteSnapshot, load: int, mean: float) -> float:
        own = site.monthly_capacity
        if not own and not load:
            return self._formula.unknown_capacity
        most = self._formula.load_months * own if own else self._formula.even_shares * mean
        return 1 - min(1.0, load / most)

    def _assistance(self, ask: Mapping[str, Any], site: SiteSnapshot) -> float:
        wanted, offered = ask["assistance"], site.assistance
        if not wanted:
            return np.nan

        def value(kind: str) -> float:
            if offered is not None and kind in offered:
                return 1.0
            if offered is not None and site.is_assistance_complete:
                return 0.0
            return self._formula.unknown_visit if kind in VISIT_NAMES else 1.0

        return float(sum(map(value, wanted)) / len(wanted))

    def _distance(self, ask: Mapping[str, Any], site: SiteSnapshot) -> float:
        if not ask["visit"]:
            return np.nan
        return float(0.5 ** (self._similarity.miles(ask["key"], site.serves) / self._formula.half_at_miles))

    def _campus(self, ask: Mapping[str, Any], site: SiteSnapshot) -> float:
        places = self._snapshot.places
        if not (ask["campus"] or places[ask["key"]].kind == JurisdictionKind.CAMPUS):
            return np.nan
        return float(any(places[key].kind == JurisdictionKind.CAMPUS for key in site.serves))
