"""Similarity of all pairs: for each jurisdiction the most similar others, exact, in blocks of rows.

The formula is that of `loaders.comparison`, vectorized. Distance is the costly part and weighs little, so a
row first ranks all columns without it, computes it for the best few hundred, and proves that nobody else
could have come in; a row whose proof fails is computed in full.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.similarity import MOST_UNKNOWN, WEIGHTS, kind_likeness
from graph.vocabulary import JurisdictionKind as Kind
from loaders.comparison import (
    EARTH_KM,
    HALF_AT,
    HALF_MILES,
    KM_PER_MILE,
    SAME_DIVISION,
    SAME_REGION,
    SAME_STATE,
    URBAN_STEPS,
    Adjacency,
    Comparable,
    Comparison,
    Profile,
    checked_weights,
    counties_of,
    fit,
    score,
)
from loaders.jurisdictions import Jurisdiction

__all__ = [
    "WEIGHTS",
    "Adjacency",
    "Comparable",
    "Comparison",
    "Neighbor",
    "Profile",
    "fit",
    "nearest",
    "score",
]

BLOCK: Final = 256  # rows at a time: about 100 MB for 24,000 columns
CANDIDATES: Final = 512  # columns of a row that get a distance before the proof
DECIMALS: Final = 4  # of what is stored
ORDER_DECIMALS: Final = 6  # scores that agree so far are equal, and the key decides
TIE: Final = 10.0**-ORDER_DECIMALS
FLOAT32_ERROR: Final = 2e-6  # of a score computed in float32, generously

Indexes = NDArray[np.intp]


class Neighbor(NamedTuple):
    """One of the most similar: rank from 1, score and parts rounded to 4 decimals; None is unknown."""

    key: str
    rank: int
    score: float
    size: float | None
    density: float | None
    setting: float | None
    region: float | None
    distance: float | None


def nearest(
    jurisdictions: Sequence[Jurisdiction],
    adjacency: Adjacency,
    *,
    k: int = 25,
    kinds: Collection[Kind] = tuple(Kind),
    of: Collection[str] | None = None,
    weights: Mapping[str, float] = WEIGHTS,
) -> Iterator[tuple[str, list[Neighbor]]]:
    """Yields each jurisdiction's key with its `k` most similar others, most similar first.

    Only `kinds` take part, states only among themselves; `of` names the keys whose lists are wanted (all).
    Order: score to 6 decimals descending, then key. A pair of which more than half of the weight is unknown
    is no pair. Raises InvalidInput for wrong weights.
    """
    taking_part = [each for each in jurisdictions if each.kind in kinds]
    for group in (
        [each for each in taking_part if each.kind == Kind.STATE],
        [each for each in taking_part if each.kind != Kind.STATE],
    ):
        if group:
            yield from _Table(group, adjacency, checked_weights(weights)).nearest(k, of)


class _Table:
    """Features of n jurisdictions as columns, sorted by key so that a column's index breaks ties."""

    def __init__(
        self, jurisdictions: Sequence[Jurisdiction], adjacency: Adjacency, weights: Mapping[str, float]
    ) -> None:
        rows = sorted(jurisdictions, key=lambda each: each.key)
        self.keys = [each.key for each in rows]
        self.weights = np.array([weights[name] for name in WEIGHTS])
        self.size = _column(each.log_population for each in rows)
        self.density = _column(each.log_density for each in rows)
        self.setting, self.settings = _settings(rows)
        self.state, self.regions = _regions(rows)
        self.points = _points(rows)
        self.area, self.near = _nearness(rows, adjacency)
        self.complete = not any(
            bool(np.isnan(values).any()) for values in (self.size, self.density, self.settings, self.points)
        )

    def nearest(self, k: int, of: Collection[str] | None) -> Iterator[tuple[str, list[Neighbor]]]:
        """As the function of this name, for one group."""
        wanted = np.array([i for i, key in enumerate(self.keys) if of is None or key in of], dtype=np.intp)
        everybody = np.arange(len(self.keys))
        shortcut = self.complete and len(everybody) > CANDIDATES >= k
        for start in range(0, len(wanted), BLOCK):
            rows = wanted[start : start + BLOCK]
            found = self._shortcut(rows, k) if shortcut else [None] * len(rows)
            for row, best in zip(rows, found, strict=True):
                yield self.keys[row], self._best(row, everybody, k) if best is None else best

    def _shortcut(self, rows: Indexes, k: int) -> list[list[Neighbor] | None]:
        """The k best of each row among its candidates; None where others might come in."""
        cheap = self._cheap(rows)
        cheap[np.arange(len(rows)), rows] = -1
        first = len(self.keys) - CANDIDATES
        columns = np.argpartition(cheap, first, axis=1)[:, first:]
        parts = self._parts(rows[:, None], columns)
        scores = self._scores(parts)
        kth = np.partition(scores, CANDIDATES - k, axis=1)[:, CANDIDATES - k]
        outside = np.take_along_axis(cheap, columns, axis=1).min(axis=1) + self.weights[-1]
        proven = kth > outside + FLOAT32_ERROR + TIE
        return [
            self._ordered(columns[i], parts[:, i], scores[i], float(kth[i]), k) if proven[i] else None
            for i in range(len(rows))
        ]

    def _best(self, row: int, columns: Indexes, k: int) -> list[Neighbor]:
        """The k best of all columns but the row itself."""
        columns = columns[columns != row]
        parts = self._parts(np.array(row), columns)
        scores = self._scores(parts)
        kth = float(np.partition(scores, -k)[-k]) if len(scores) > k else 0.0
        return self._ordered(columns, parts, scores, max(kth, 0.0), k)

    def _ordered(
        self, columns: Indexes, parts: NDArray[np.float64], scores: NDArray[np.float64], kth: float, k: int
    ) -> list[Neighbor]:
        """The first k in order; `kth` is the k-th highest score, of which there may be several."""
        few = np.flatnonzero(scores >= kth - TIE)
        columns, parts, scores = columns[few], parts[:, few], scores[few]
        order = np.lexsort((columns, -np.round(scores, ORDER_DECIMALS)))[:k]
        rounded = np.round(np.vstack([scores[order], parts[:, order]]), DECIMALS).T.tolist()
        return [
            Neighbor(self.keys[column], rank, values[0], *map(_known, values[1:]))
            for rank, (column, values) in enumerate(zip(columns[order], rounded, strict=True), start=1)
        ]

    def _cheap(self, rows: Indexes) -> NDArray[np.float32]:
        """Weighted sum of the parts but distance, of rows × all columns, in float32."""
        size, density, setting, region, _ = self.weights.astype(np.float32)
        total: NDArray[np.float32] = _closeness(self.size.astype(np.float32), rows) * size
        total += _closeness(self.density.astype(np.float32), rows) * density
        total += (self.settings.astype(np.float32) * setting)[self.setting[rows]][:, self.setting]
        total += (self.regions.astype(np.float32) * region)[self.state[rows]][:, self.state]
        return total

    def _parts(self, a: Indexes, b: Indexes) -> NDArray[np.float64]:
        """The five parts of the pairs of broadcast indexes, on a new first axis; NaN where unknown."""
        chord = sum((axis[b] - axis[a]) ** 2 for axis in self.points)
        miles = 2 * EARTH_KM / KM_PER_MILE * np.arcsin(np.minimum(1, np.sqrt(chord) / 2))
        near = self.near[self.area[a], self.area[b]]
        return np.stack(
            [
                1 / (1 + ((self.size[a] - self.size[b]) / HALF_AT) ** 2),
                1 / (1 + ((self.density[a] - self.density[b]) / HALF_AT) ** 2),
                self.settings[self.setting[a], self.setting[b]],
                self.regions[self.state[a], self.state[b]],
                np.where(near, 1.0, np.exp2(-miles / HALF_MILES)),
            ]
        )

    def _scores(self, parts: NDArray[np.float64]) -> NDArray[np.float64]:
        """Weighted mean over the known parts; -1 where more than half of the weight is unknown."""
        weights = self.weights.reshape(-1, *[1] * (parts.ndim - 1))
        known = np.where(np.isnan(parts), 0.0, weights).sum(axis=0)
        total = np.nansum(parts * weights, axis=0)
        enough = known >= 1 - MOST_UNKNOWN - 1e-12
        return np.where(enough, total / np.where(enough, known, 1.0), -1.0)


def _column(values: Iterator[float | None]) -> NDArray[np.float64]:
    return np.array([np.nan if each is None else each for each in values], dtype=np.float64)


def _known(part: float) -> float | None:
    return None if np.isnan(part) else part


def _points(rows: Sequence[Jurisdiction]) -> NDArray[np.float64]:
    """Points of the unit sphere, 3 × n: half the chord of two is the sine of half their angle (haversine)."""
    latitude = np.radians(_column(each.latitude for each in rows))
    longitude = np.radians(_column(each.longitude for each in rows))
    flat = np.cos(latitude)
    return np.stack([flat * np.cos(longitude), flat * np.sin(longitude), np.sin(latitude)])


def _closeness(values: NDArray[np.float32], rows: Indexes) -> NDArray[np.float32]:
    apart: NDArray[np.float32] = values[rows][:, None] - values[None, :]
    apart *= np.float32(1 / HALF_AT)
    apart *= apart
    apart += 1
    np.reciprocal(apart, out=apart)
    return apart


def _settings(rows: Sequence[Jurisdiction]) -> tuple[Indexes, NDArray[np.float64]]:
    """Each row's code of kind and class, and the table of the part `setting` by two codes."""
    codes = sorted({(each.kind, each.urban_class) for each in rows}, key=str)
    index = {code: i for i, code in enumerate(codes)}
    table = np.full((len(codes), len(codes)), np.nan)
    for (kind_a, class_a), i in index.items():
        for (kind_b, class_b), j in index.items():
            if class_a is not None and class_b is not None:
                table[i, j] = kind_likeness(kind_a, kind_b) * (1 - abs(class_a - class_b) / URBAN_STEPS)
    return np.array([index[each.kind, each.urban_class] for each in rows], dtype=np.intp), table


def _regions(rows: Sequence[Jurisdiction]) -> tuple[Indexes, NDArray[np.float64]]:
    """Each row's code of state, and the table of the part `region` by two codes."""
    states = sorted({(each.state, each.division, each.census_region) for each in rows})
    index = {state: i for i, (state, _, _) in enumerate(states)}
    code, division, region = (np.array(each) for each in zip(*states, strict=True))
    table = np.where(region[:, None] == region, SAME_REGION, 0.0)
    table[division[:, None] == division] = SAME_DIVISION
    table[code[:, None] == code] = SAME_STATE
    return np.array([index[each.state] for each in rows], dtype=np.intp), table


def _nearness(rows: Sequence[Jurisdiction], adjacency: Adjacency) -> tuple[Indexes, NDArray[np.bool_]]:
    """Each row's set of counties as an index, and whether two such sets share or touch a county."""
    sets = sorted({counties_of(each) for each in rows})
    index = {counties: i for i, counties in enumerate(sets)}
    holding: dict[str, list[int]] = {}
    for counties, i in index.items():
        for fips in counties:
            holding.setdefault(fips, []).append(i)
    near = np.zeros((len(sets), len(sets)), dtype=np.bool_)
    for counties, i in index.items():
        for fips in adjacency.around(counties):
            near[i, holding.get(fips, [])] = True
    return np.array([index[counties_of(each)] for each in rows], dtype=np.intp), near
