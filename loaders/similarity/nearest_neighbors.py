"""Nearest neighbors: the most similar others of each jurisdiction, exact, without computing all pairs.

A pair is computed in full only if its upper bound reaches the k-th lower bound of its row: no other can be
among the k best. Similarity is symmetric, so one row also tells in which neighborhoods the row belongs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import isnan
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from domain.similarity import SIMILARITY, SimilarityFormula
from loaders.adjacency import Adjacency
from loaders.similarity.bounds import Bounds, Scores
from loaders.similarity.columns import Columns, Floats, Indexes
from loaders.similarity.features import Comparable
from loaders.similarity.neighborhood import Neighbor, Neighborhood

ZERO: Final = np.float32(0)
BLOCK: Final = 64  # rows whose pairs are computed in full together, about 20,000 pairs


class NearestNeighbors:
    """Neighborhoods of n jurisdictions. A row is an index of `keys`.

    Order: score to 6 decimals descending, then key. Two jurisdictions of which too little is known are not
    compared; states are compared only with states.
    """

    def __init__(
        self,
        jurisdictions: Iterable[Comparable],
        adjacency: Adjacency,
        formula: SimilarityFormula = SIMILARITY,
    ) -> None:
        """Raises InvalidInput for wrong weights."""
        self.formula = formula
        self._columns = Columns(jurisdictions, adjacency, formula)
        self._bounds = Bounds(self._columns)
        self._k = formula.neighbors

    @property
    def keys(self) -> list[str]:
        """The jurisdictions, by row."""
        return self._columns.keys

    def neighborhoods(self, rows: Sequence[int]) -> Iterator[Neighborhood]:
        """The neighborhood of each row, in this order."""
        for start in range(0, len(rows), BLOCK):
            yield from self._block(rows[start : start + BLOCK])

    def joined(self, rows: Iterable[int], floor: Floats, floor_in_kind: Floats) -> set[int]:
        """The rows whose neighborhoods one of `rows` belongs to, by their floors; NaN is no floor."""
        tie = self.formula.tie
        everyone, kin = np.nan_to_num(floor) - tie, np.nan_to_num(floor_in_kind) - tie
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
            np.round(
                _spread(pairs.scores, pairs.of, ranks == self._k, len(rows)), self.formula.order_decimals
            ).tolist()
            for ranks in (pairs.rank, pairs.rank_in_kind)
        ]
        neighbors = [
            Neighbor(self.keys[other], rank or None, rank_in_kind or None, score, *map(_known, parts))
            for other, rank, rank_in_kind, score, parts in zip(
                pairs.other.tolist(),
                pairs.rank.tolist(),
                pairs.rank_in_kind.tolist(),
                np.round(pairs.scores, self.formula.decimals).tolist(),
                np.round(pairs.parts, self.formula.decimals).T.tolist(),
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
        order = np.lexsort(
            (self._columns.place_by_key[other], -np.round(scores, self.formula.order_decimals), of)
        )
        order = order[scores[order] >= 0]
        of, other = of[order], other[order]
        same_kind = self._columns.kind[row[order]] == self._columns.kind[other]
        rank, rank_in_kind = _numbered(np.ones_like(same_kind), of), _numbered(same_kind, of)
        rank[rank > self._k] = 0
        rank_in_kind[rank_in_kind > self._k] = 0
        found = np.flatnonzero(rank + rank_in_kind)
        place = order[found]
        return _Pairs(
            of[found], other[found], rank[found], rank_in_kind[found], scores[place], parts[:, place]
        )


class _Pairs(NamedTuple):
    """Columns of pairs: `of` is the position of the row among the given rows; rank 0 is no rank."""

    of: Indexes
    other: Indexes
    rank: Indexes
    rank_in_kind: Indexes
    scores: Floats
    parts: Floats


def _numbered(counted: NDArray[np.bool_], of: Indexes) -> Indexes:
    """Numbers the counted pairs from 1 within each run of `of`; the others are 0."""
    before = np.concatenate([[0], np.cumsum(counted)])
    return np.where(counted, before[1:] - before[np.searchsorted(of, of)], 0)


def _spread(values: Floats, of: Indexes, some: NDArray[np.bool_], length: int) -> Floats:
    """Some of the values, at most one of each position, at their positions `of`; NaN elsewhere."""
    spread = np.full(length, np.nan)
    spread[of[some]] = values[some]
    return spread


def _known(value: float) -> float | None:
    return None if isnan(value) else value
