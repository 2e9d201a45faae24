"""Similarity matrix: each requester against all places that asked or are served; a row is computed once."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from backtest.graph_snapshot import GraphSnapshot
from backtest.past_request import PastRequest
from loaders.similarity.columns import NO_PAIR

Floats = NDArray[np.float64]


class SimilarityMatrix:
    """Similarities by key and column; `keys` names the columns."""

    def __init__(self, snapshot: GraphSnapshot, requests: Iterable[PastRequest]) -> None:
        asking = {key for request in requests for key in request.places}
        self.keys = sorted(asking | snapshot.served)
        self.column = {key: number for number, key in enumerate(self.keys)}
        self.formula = snapshot.formula
        self._columns = snapshot.columns
        self._number = {key: number for number, key in enumerate(snapshot.columns.keys)}
        self._others = np.array([self._number[key] for key in self.keys], dtype=np.intp)
        self._rows: dict[str, Floats] = {}

    def row(self, key: str) -> Floats:
        """The similarities of one place by column; NaN where two are not compared: a state with another
        kind, or two of which too little is known."""
        if key not in self._rows:
            number = self._number[key]
            scores = self._columns.scores(self._columns.parts(np.array(number), self._others))
            apart = self._are_strangers(number, self._others)
            self._rows[key] = np.where(apart | (scores == NO_PAIR), np.nan, scores)
        return self._rows[key]

    def nested(self, key: str) -> NDArray[np.bool_]:
        """The columns that contain the place, or lie in it."""
        return np.isin(self._others, self._columns.nested(self._number[key]))

    def miles(self, key: str, others: Iterable[str]) -> float:
        """Miles from a place to the nearest of others with which it is compared; NaN without one."""
        here, there = self._number[key], np.array([self._number[other] for other in others], dtype=np.intp)
        compared = there[~self._are_strangers(here, there)]
        return (
            float(np.min(self._columns.miles(np.array(here), compared), initial=np.inf))
            if compared.size
            else np.nan
        )

    def _are_strangers(self, number: int, others: NDArray[np.intp]) -> NDArray[np.bool_]:
        strangers = self._columns.strangers(number)
        are_strangers: NDArray[np.bool_] = (others >= strangers.start) & (others < strangers.stop)
        return are_strangers
