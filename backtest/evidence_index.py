"""Evidence index: the factor evidence of `cypher/field/recommend_sites`, over requests in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

import numpy as np

from backtest.past_request import PastAnswer, PastRequest
from backtest.similarity_matrix import SimilarityMatrix
from domain.recommendation import RecommendationFormula
from domain.vocabulary import RequestStatus

NEVER: Final = np.iinfo(np.int64).max


class EvidenceIndex:
    """The answered requests of each place, latest first."""

    def __init__(
        self, requests: Sequence[PastRequest], similarity: SimilarityMatrix, formula: RecommendationFormula
    ) -> None:
        self._similarity = similarity
        self._formula = formula
        self._of: dict[str, list[PastRequest]] = defaultdict(list)
        self._first = np.full(len(similarity.keys), NEVER)
        for request in sorted(requests, key=lambda each: (-each.month, each.key)):
            if not request.answers:
                continue
            first = min(answer.matched for answer in request.answers)
            for place in request.places:
                self._of[place].append(request)
                column = similarity.column[place]
                self._first[column] = min(self._first[column], first)

    def totals(self, ask: Mapping[str, Any]) -> dict[str, float]:
        """The weight of all evidence by site; `ask` is the parameter of a question."""
        formula, month = self._formula, ask["asOf"]
        wanted = {*ask["models"], *ask["topics"]}
        seen: set[str] = set()
        totals: dict[str, float] = defaultdict(float)
        for place, similarity in self._neighbors(ask["key"], month):
            for request in islice(self._answered(place, month), formula.latest_requests):
                if request.key in seen:
                    continue  # a request of several places is one case: the most similar of them counts
                seen.add(request.key)
                had = len(wanted & request.models) + len(wanted & request.topics)
                match = had / len(wanted) if wanted else 1.0
                about = formula.unmatched + (1 - formula.unmatched) * match
                decay = 0.5 ** ((month - request.month) / formula.half_life_months)
                for answer in request.answers:
                    if answer.matched < month:
                        outcome = formula.outcome_values[_known_outcome(answer, month)]
                        totals[answer.site] += similarity * about * decay * outcome
        return totals

    def _neighbors(self, key: str, month: int) -> Iterator[tuple[str, float]]:
        row = self._similarity.row(key)
        is_answered = self._first < month
        able = np.flatnonzero(
            is_answered & (row >= self._formula.least_similar) & ~self._similarity.nested(key)
        )
        # Columns are in the order of keys, and the sort keeps the order of equals.
        rounded = np.round(row[able], self._similarity.formula.order_decimals)
        order = able[np.argsort(-rounded, kind="stable")]
        for column in order[: self._formula.neighbors].tolist():
            yield self._similarity.keys[column], float(row[column])

    def _answered(self, place: str, month: int) -> Iterator[PastRequest]:
        for request in self._of[place]:
            if request.month < month and any(answer.matched < month for answer in request.answers):
                yield request


def _known_outcome(answer: PastAnswer, month: int) -> str:
    is_known = answer.closed is not None and answer.closed < month
    return answer.outcome if is_known else RequestStatus.MATCHED.name
