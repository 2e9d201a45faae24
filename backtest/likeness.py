"""How similar the places that ask are to those that are known: each row is computed once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backtest.ground import Ground, Place
from backtest.request import Request
from domain.vocabulary import JurisdictionKind as Kind
from loaders.similarity.columns import NO_PAIR
from loaders.similarity.comparison import miles

DECIMALS: Final = 6
"""Scores that agree so far are equal, and the key decides."""

Floats = NDArray[np.float64]


class Likeness:
    """Similarity to all places that ask in a log or are served by a site; `keys` names the columns."""

    def __init__(self, ground: Ground, requests: Iterable[Request]) -> None:
        asking = {key for request in requests for key in request.places}
        self.keys = sorted(asking | ground.served)
        self.column = {key: number for number, key in enumerate(self.keys)}
        self._ground = ground
        self._number = {key: number for number, key in enumerate(ground.columns.keys)}
        self._others = np.array([self._number[key] for key in self.keys], dtype=np.intp)
        self._rows: dict[str, Floats] = {}

    def row(self, key: str) -> Floats:
        """The scores of one place by column; NaN where two are never compared: a state and no state, or two
        of which too little is known."""
        if key not in self._rows:
            columns, number = self._ground.columns, self._number[key]
            scores = columns.scores(columns.parts(np.array(number), self._others))
            strangers = columns.strangers(number)
            apart = (self._others >= strangers.start) & (self._others < strangers.stop)
            self._rows[key] = np.where(apart | (scores == NO_PAIR), np.nan, scores)
        return self._rows[key]

    def miles(self, key: str, others: Iterable[str]) -> float:
        """Miles from a place to the nearest of others with which it is compared; NaN without one."""
        here, there = self._ground.places[key], [self._ground.places[other] for other in others]
        away = [
            miles((here.latitude, here.longitude), (one.latitude, one.longitude))
            for one in there
            if _comparable(here, one)
        ]
        return min(away, default=np.nan)


def _comparable(one: Place, other: Place) -> bool:
    return (one.kind == Kind.STATE) == (other.kind == Kind.STATE)
