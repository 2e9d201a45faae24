"""History: the answers of a log as columns, counted as of a month."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backtest.graph_snapshot import GraphSnapshot
from backtest.past_request import PastRequest
from loaders.similarity.features import Features

BEGINNING: Final = 0
"""Before every month."""

Type = tuple[str, int | None]


class History:
    """The answers of a log. A request of several places is of each of their types."""

    def __init__(self, snapshot: GraphSnapshot, requests: Iterable[PastRequest]) -> None:
        self._sites = {key: number for number, key in enumerate(snapshot.sites)}
        self._types: dict[Type, int] = {}
        rows, typed = [], []
        for request in requests:
            types = {self._type(snapshot.places[key]) for key in request.places}
            for answer in request.answers:
                at = (self._sites[answer.site], answer.matched)
                rows.append(at)
                typed += [(*at, kind) for kind in types]
        self._rows = np.array(rows, dtype=np.int64).reshape(-1, 2)
        self._typed = np.array(typed, dtype=np.int64).reshape(-1, 3)

    def counts(self, sites: Sequence[str], before: int, since: int = BEGINNING) -> list[int]:
        """Matches of each site in the months from `since` on and before `before`."""
        return self._counts(sites, self._rows, before, since)

    def counts_of_type(self, sites: Sequence[str], place: Features, before: int) -> list[int]:
        """Matches of each site before a month with places of the same kind and urban class."""
        return self._counts(sites, self._typed[self._typed[:, 2] == self._type(place)], before, BEGINNING)

    def _counts(self, sites: Sequence[str], rows: NDArray[np.int64], before: int, since: int) -> list[int]:
        within = rows[(rows[:, 1] >= since) & (rows[:, 1] < before), 0]
        counts = np.bincount(within, minlength=len(self._sites))
        return [int(counts[self._sites[site]]) for site in sites]

    def _type(self, place: Features) -> int:
        return self._types.setdefault((place.kind, place.urban_class), len(self._types))
