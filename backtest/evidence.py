"""The factor evidence of `cypher/field/recommend_sites`, over requests in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

import numpy as np

from backtest.likeness import DECIMALS, Likeness
from backtest.request import Answer, Request
from domain.vocabulary import RequestStatus

NEIGHBORS: Final = 50
LATEST: Final = 20
LEAST_SIMILAR: Final = 0.4
HALF_LIFE_MONTHS: Final = 24
NEVER: Final = np.iinfo(np.int64).max


class Evidence:
    """What similar places asked, and who answered."""

    def __init__(self, requests: Sequence[Request], likeness: Likeness) -> None:
        self._likeness = likeness
        self._of: dict[str, list[Request]] = defaultdict(list)
        self._first = np.full(len(likeness.keys), NEVER)
        for request in sorted(requests, key=lambda each: (-each.month, each.key)):
            if not request.answers:
                continue
            first = min(answer.matched for answer in request.answers)
            for place in request.places:
                self._of[place].append(request)
                column = likeness.column[place]
                self._first[column] = min(self._first[column], first)

    def totals(self, ask: Mapping[str, Any]) -> dict[str, float]:
        """The weight of all evidence by site; `ask` is what the statement is asked (`Question.ask`)."""
        month = ask["asOf"]
        wanted = {*ask["models"], *ask["topics"]}
        seen: set[str] = set()
        totals: dict[str, float] = defaultdict(float)
        for place, similarity in self._neighbors(ask["key"], month):
            for request in islice(self._answered(place, month), LATEST):
                if request.key in seen:
                    continue  # a request of several places is one case: the most similar of them counts
                seen.add(request.key)
                had = len(wanted & request.models) + len(wanted & request.topics)
                match = had / len(wanted) if wanted else 1.0
                decay = 0.5 ** ((month - request.month) / HALF_LIFE_MONTHS)
                for answer in request.answers:
                    if answer.matched < month:
                        outcome = ask["outcomes"][_known_outcome(answer, month)]
                        totals[answer.site] += similarity * (0.5 + 0.5 * match) * decay * outcome
        return totals

    def _neighbors(self, key: str, month: int) -> Iterator[tuple[str, float]]:
        row = self._likeness.row(key)
        able = np.flatnonzero((self._first < month) & (row >= LEAST_SIMILAR))
        # Columns are in the order of keys, and the sort keeps the order of equals.
        order = able[np.argsort(-np.round(row[able], DECIMALS), kind="stable")]
        for column in order[:NEIGHBORS].tolist():
            yield self._likeness.keys[column], float(row[column])

    def _answered(self, place: str, month: int) -> Iterator[Request]:
        for request in self._of[place]:
            if request.month < month and any(answer.matched < month for answer in request.answers):
                yield request


def _known_outcome(answer: Answer, month: int) -> str:
    is_known = answer.closed is not None and answer.closed < month
    return answer.outcome if is_known else RequestStatus.MATCHED.name
