"""Columns: the features of many jurisdictions as arrays, and the comparison of pairs of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import pairwise
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from domain.distance import EARTH_MILES
from domain.similarity import AREAS, SIMILARITY, WEIGHTS, SimilarityFormula
from domain.vocabulary import JurisdictionKind as Kind
from domain.weights import normalized
from loaders.adjacency import Adjacency
from loaders.similarity.features import Comparable, counties_of

NO_PAIR: Final = -1.0
"""Score of two rows of which too little is known to compare them."""

Indexes = NDArray[np.intp]
Floats = NDArray[np.float64]
Coded = TypeVar("Coded", bound=Hashable)


class Columns:
    """n jurisdictions, each kind a run of rows; states come last, for they compare only among themselves.

    A row is an index of every column. `logs` are the sizes and densities; `tabled` has the codes of the few
    settings and regions that there are, each with the table of that part by two codes. NaN is unknown.
    """

    def __init__(
        self,
        jurisdictions: Iterable[Comparable],
        adjacency: Adjacency,
        formula: SimilarityFormula = SIMILARITY,
    ) -> None:
        """Raises InvalidInput for wrong weights."""
        self.formula = formula
        weights = normalized("weights", WEIGHTS, formula.weights)
        rows = sorted(jurisdictions, key=lambda each: (each.kind == Kind.STATE, each.kind, each.key))
        self.keys = [each.key for each in rows]
        self.place_by_key = np.argsort(np.argsort(np.array(self.keys, dtype=np.str_)))
        self.weights = np.array([weights[name] for name in WEIGHTS])
        self.kind, kinds = _coded([each.kind for each in rows])
        states = slice(sum(each.kind != Kind.STATE for each in rows), len(rows))
        others = slice(0, states.start)
        self._strangers: list[slice] = [others if kind == Kind.STATE else states for kind in kinds]
        ends = np.searchsorted(self.kind, np.arange(len(kinds) + 1)).tolist()
        self._kin = [slice(*pair) for pair in pairwise(ends)]
        self.logs = (
            _column([each.log_population for each in rows]),
            _column([each.log_density for each in rows]),
        )
        self.tabled = (
            _tabled(rows, lambda one: (one.compared_as, one.urban_class), self._setting),
            _tabled(rows, lambda one: (one.state, one.division, one.census_region), self._region),
        )
        self._points = _points(rows)
        self._counties = [counties_of(each) for each in rows]
        self._is_area = [each.kind in AREAS for each in rows]
        self._in_county: dict[str, list[int]] = defaultdict(list)
        for number, counties in enumerate(self._counties):
            for county in counties:
                self._in_county[county].append(number)
        self._area, self._near = _nearness(rows, adjacency)

    def strangers(self, row: int) -> slice:
        """The rows that do not compare with it: the states, or for a state all others."""
        return self._strangers[int(self.kind[row])]

    def nested(self, row: int) -> Indexes:
        """The rows that contain it, or lie in it: a county and its places, a region and its counties."""
        lying = {other for county in self._counties[row] for other in self._in_county[county]}
        is_area = self._is_area[row]
        found = [
            other
            for other in lying
            if (is_area or self._is_area[other]) and self.kind[other] != self.kind[row]
        ]
        return np.array(found, dtype=np.intp)

    def kin(self, row: int) -> slice:
        """The rows of its kind."""
        return self._kin[int(self.kind[row])]

    def parts(self, a: Indexes, b: Indexes) -> Floats:
        """The five partial similarities of pairs of rows, as a first axis; NaN where unknown."""
        near = self._near[self._area[a], self._area[b]]
        half_at_log10, half_at_miles = self.formula.half_at_log10, self.formula.half_at_miles
        return np.stack(
            [
                *(1 / (1 + ((log[a] - log[b]) / half_at_log10) ** 2) for log in self.logs),
                *(table[codes[a], codes[b]] for codes, table in self.tabled),
                np.where(near, 1.0, np.exp2(-self.miles(a, b) / half_at_miles)),
            ]
        )

    def miles(self, a: Indexes, b: Indexes) -> Floats:
        """Great-circle distance of pairs of rows, by the haversine formula; NaN where unknown."""
        chord = sum((axis[b] - axis[a]) ** 2 for axis in self._points)
        miles: Floats = 2 * EARTH_MILES * np.arcsin(np.minimum(1, np.sqrt(chord) / 2))
        return miles

    def scores(self, parts: Floats) -> Floats:
        """Weighted mean over the known parts; NO_PAIR where too much of the weight is unknown."""
        known = self.weights @ ~np.isnan(parts)
        total = self.weights @ np.nan_to_num(parts)
        enough = known >= 1 - self.formula.most_unknown - 1e-12
        return np.where(enough, total / np.where(enough, known, 1.0), NO_PAIR)

    def _setting(self, a: Comparable, b: Comparable) -> float | None:
        if a.urban_class is None or b.urban_class is None:
            return None
        steps = abs(a.urban_class - b.urban_class)
        return self.formula.kind_similarity(a.compared_as, b.compared_as) * (
            1 - steps / self.formula.urban_steps
        )

    def _region(self, a: Comparable, b: Comparable) -> float | None:
        if a.state is None or b.state is None:
            return None
        if a.state == b.state:
            return self.formula.same_state
        if a.division is not None and a.division == b.division:
            return self.formula.same_division
        is_same = a.census_region is not None and a.census_region == b.census_region
        return self.formula.same_region if is_same else 0.0


def _column(values: Sequence[float | None]) -> Floats:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _coded(values: Sequence[Coded]) -> tuple[Indexes, list[Coded]]:
    """The index of each value in the list of distinct ones, in order of their first appearance."""
    codes = {value: code for code, value in enumerate(dict.fromkeys(values))}
    return np.array([codes[value] for value in values], dtype=np.intp), list(codes)


def _tabled(
    rows: Sequence[Comparable],
    features: Callable[[Comparable], Hashable],
    part: Callable[[Comparable, Comparable], float | None],
) -> tuple[Indexes, Floats]:
    """Each row's code of the few features that a part rests on, and the table of the part by two codes."""
    found = [features(each) for each in rows]
    codes, _ = _coded(found)
    examples = dict(zip(found, rows, strict=True)).values()
    return codes, np.array([[part(a, b) for b in examples] for a in examples], dtype=np.float64)


def _points(rows: Sequence[Comparable]) -> Floats:
    """Points of the unit sphere, 3 × n: half the chord of two is the sine of half their angle."""
    latitude = np.radians(_column([each.latitude for each in rows]))
    longitude = np.radians(_column([each.longitude for each in rows]))
    flat = np.cos(latitude)
    return np.stack([flat * np.cos(longitude), flat * np.sin(longitude), np.sin(latitude)])


def _nearness(rows: Sequence[Comparable], adjacency: Adjacency) -> tuple[Indexes, NDArray[np.bool_]]:
    """Each row's code of its set of counties, and whether two such sets share or touch a county."""
    areas, sets = _coded([counties_of(each) for each in rows])
    holding: dict[str, list[int]] = {}
    for code, counties in enumerate(sets):
        for fips in counties:
            holding.setdefault(fips, []).append(code)
    near = np.zeros((len(sets), len(sets)), dtype=np.bool_)
    for code, counties in enumerate(sets):
        for fips in adjacency.around(counties):
            near[code, holding.get(fips, [])] = True
    return areas, near
