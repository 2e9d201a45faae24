"""Similarity of all pairs: for each jurisdiction the most similar others, exact, yet not all pairs in full.

A pair is computed in full only if its upper bound reaches the k-th lower bound of its row: nobody else can be
among the k best. Every part is symmetric, so one row also tells in whose neighborhoods the row belongs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import isnan
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from domain.similarity import KINDS, MOST_UNKNOWN, OTHER_KIND, WEIGHTS
from loaders.similarity.bounds import Bounds, Scores
from loaders.similarity.columns import Columns, Floats, Indexes, Named
from loaders.similarity.comparison import (
    EARTH_KM,
    FORMULA,
    HALF_AT,
    HALF_MILES,
    SAME_DIVISION,
    SAME_REGION,
    SAME_STATE,
    URBAN_STEPS,
    Adjacency,
)

K: Final = 25
DECIMALS: Final = 4  # of what is stored
ORDER_DECIMALS: Final = 6  # scores that agree so far are equal: the key decides, and no bit of rounding
TIE: Final = 10.0**-ORDER_DECIMALS
ZERO: Final = np.float32(0)
BLOCK: Final = 64  # rows whose pairs are computed in full together, about 20,000 pairs

PARAMETERS: Final[Mapping[str, Any]] = {
    "formula": FORMULA,
    "neighbors": K,
    "decimals": DECIMALS,
    "weights": dict(WEIGHTS),
    "mostUnknown": MOST_UNKNOWN,
    "halfAtLog10": HALF_AT,
    "halfAtMiles": HALF_MILES,
    "earthKm": EARTH_KM,
    "urbanSteps": URBAN_STEPS,
    "kinds": {"|".join(sorted(pair)): likeness for pair, likeness in KINDS.items()} | {"OTHER": OTHER_KIND},
    "sameState": SAME_STATE,
    "sameDivision": SAME_DIVISION,
    "sameRegion": SAME_REGION,
}
"""All that a neighborhood rests on besides the features of jurisdictions."""


class Neighbor(NamedTuple):
    """One of the most similar.

    `rank` is its place among all kinds, from 1, and `rank_in_kind` that among the same kind; None beyond the
    k-th, or of another kind. Score and parts are rounded to 4 decimals; None is unknown.
    """

    key: str
    rank: int | None
    rank_in_kind: int | None
    score: float
    size: float | None
    density: float | None
    setting: float | None
    region: float | None
    distance: float | None


class Neighborhood(NamedTuple):
    """The k most similar others of all kinds and the k most similar of the same kind, most similar first.

    `floor` and `floor_in_kind` are the scores of the two k-th, to 6 decimals, below which nobody belongs to
    them; None while there are fewer than k.
    """

    key: str
    neighbors: list[Neighbor]
    floor: float | None
    floor_in_kind: float | None


class Similarity:
    """Neighborhoods of n jurisdictions. A row is an index of `keys`.

    Order: score to 6 decimals descending, then key. A pair of which more than half of the weight is unknown
    is no pair; states compare only among themselves.
    """

    def __init__(
        self,
        jurisdictions: Iterable[Named],
        adjacency: Adjacency,
        *,
        k: int = K,
        weights: Mapping[str, float] = WEIGHTS,
    ) -> None:
        """Raises InvalidInput for wrong weights."""
        self._columns = Columns(jurisdictions, adjacency, weights)
        self._bounds = Bounds(self._columns)
        self._k = k

    @property
    def keys(self) -> list[str]:
        """The jurisdictions, by row."""
        return self._columns.keys

    def neighborhoods(self, rows: Sequence[int]) -> Iterator[Neighborhood]:
        """The neighborhood of each row, in this order."""
        for start in range(0, len(rows), BLOCK):
            yield from self._block(rows[start : start + BLOCK])

    def joined(self, rows: Iterable[int], floor: Floats, floor_in_kind: Floats) -> set[int]:
        """The rows in whose neighborhoods, of these floors (NaN: none), one of `rows` belongs."""
        everyone, kin = np.nan_to_num(floor) - TIE, np.nan_to_num(floor_in_kind) - TIE
        found: set[int] = set()
        for row in rows:
            limit = everyone.copy()
            limit[self._columns.kin(row)] = kin[self._columns.kin(row)]
            others = np.flatnonzero(self._bounds.of(row).upper >= limit)
            scores = self._columns.scores(self._columns.parts(np.array(row), others))
            found.update(others[scores >= limit[others]].tolist())
        return found

    def _candidates(self, row: int) -> Indexes:
        """The rows that may belong to the row's neighborhood, by the bounds of their scores."""
        lower, upper = self._bounds.of(row)
        kin = self._columns.kin(row)
        limit = np.full(len(upper), self._kth(lower))
        limit[kin] = np.minimum(limit[kin], self._kth(lower[kin]))
        return np.flatnonzero(upper >= limit)

    def _kth(self, scores: Scores) -> np.float32:
        """The k-th highest; 0, which every pair reaches, while there are fewer."""
        return max(np.partition(scores, -self._k)[-self._k], ZERO) if len(scores) >= self._k else ZERO

    def _block(self, rows: Sequence[int]) -> Iterator[Neighborhood]:
        pairs = self._pairs(rows)
        floors = [
            np.round(_spread(pairs.scores, pairs.of, ranks == self._k, len(rows)), ORDER_DECIMALS).tolist()
            for ranks in (pairs.rank, pairs.rank_in_kind)
        ]
        neighbors = [
            Neighbor(self.keys[other], rank or None, rank_in_kind or None, score, *map(_known, parts))
            for other, rank, rank_in_kind, score, parts in zip(
                pairs.other.tolist(),
                pairs.rank.tolist(),
                pairs.rank_in_kind.tolist(),
                np.round(pairs.scores, DECIMALS).tolist(),
                np.round(pairs.parts, DECIMALS).T.tolist(),
                strict=True,
            )
        ]
        ends = np.searchsorted(pairs.of, np.arange(len(rows) + 1)).tolist()
        for i, row in enumerate(rows):
            found = neighbors[ends[i] : ends[i + 1]]
            yield Neighborhood(self.keys[row], found, _known(floors[0][i]), _known(floors[1][i]))

    def _pairs(self, rows: Sequence[int]) -> _Pairs:
        """Each of `rows` with its neighbors, in order."""
        candidates = [self._candidates(row) for row in rows]
        of = np.repeat(np.arange(len(rows)), [len(found) for found in candidates])
        row, other = np.asarray(rows, dtype=np.intp)[of], np.concatenate(candidates)
        parts = self._columns.parts(row, other)
        scores = self._columns.scores(parts)
        order = np.lexsort((self._columns.place_by_key[other], -np.round(scores, ORDER_DECIMALS), of))
        order = order[scores[order] >= 0]
        of, other = of[order], other[order]
        same_kind = self._columns.kind[row[order]] == self._columns.kind[other]
        rank, rank_in_kind = _numbered(np.ones_like(same_kind), of), _numbered(same_kind, of)
        rank[rank > self._k] = 0
        rank_in_kind[rank_in_kind > self._k] = 0
        kept = np.flatnonzero(rank + rank_in_kind)
        place = order[kept]
        return _Pairs(of[kept], other[kept], rank[kept], rank_in_kind[kept], scores[place], parts[:, place])


class _Pairs(NamedTuple):
    """Columns of pairs: `of` is a place among the rows that were asked for, a rank of 0 is none."""

    of: Indexes
    other: Indexes
    rank: Indexes
    rank_in_kind: Indexes
    scores: Floats
    parts: Floats


def _numbered(counted: NDArray[np.bool_], of: Indexes) -> Indexes:
    """Numbers those that count from 1 within each run of `of`; the others are 0."""
    before = np.concatenate([[0], np.cumsum(counted)])
    return np.where(counted, before[1:] - before[np.searchsorted(of, of)], 0)


def _spread(values: Floats, of: Indexes, some: NDArray[np.bool_], length: int) -> Floats:
    """Some of the values, at most one of each place, at their places `of`; NaN elsewhere."""
    spread = np.full(length, np.nan)
    spread[of[some]] = values[some]
    return spread


def _known(value: float) -> float | None:
    return None if isnan(value) else value
