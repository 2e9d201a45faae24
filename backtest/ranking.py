"""Measures of one ranked list, by the sites that answered.

A list is a sequence of groups, best first; sites of one group are tied, and a measure is its exact
expectation over all orders of the tied (McSherry and Najork 2008, "Computing information retrieval
performance measures efficiently in the presence of tied scores"). A guess at random is one group of all.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import groupby
from math import comb, log2
from typing import Any, Final, NamedTuple

Groups = Sequence[Collection[str]]

CUT: Final = 3
DISCOUNTS: Final = tuple(1 / log2(place + 2) for place in range(CUT))


class Measures(NamedTuple):
    """Each in [0, 1].

    `hit1`, `hit3`: whether a site that answered is first, among the first three. `mrr`: 1 / the place of the
    first such site. `ndcg3`: gain of all of them among the first three, discounted by log2(place + 1), by the
    most that was possible (Järvelin and Kekäläinen 2002).
    """

    hit1: float
    hit3: float
    mrr: float
    ndcg3: float


def by_score(scores: Mapping[str, Any]) -> Groups:
    """The keys by descending score; equal scores are tied."""
    ranked = sorted(scores, key=scores.__getitem__, reverse=True)
    return [list(tied) for _, tied in groupby(ranked, key=scores.__getitem__)]


def measure(groups: Groups, relevant: Collection[str]) -> Measures:
    """Measures a list that holds all of `relevant`, of which there is at least one."""
    before, gain = 0, 0.0
    first: tuple[int, int, int] | None = None
    for group in groups:
        good = sum(key in relevant for key in group)
        gain += good / len(group) * sum(DISCOUNTS[before : before + len(group)])
        if good and first is None:
            first = before, len(group), good
        before += len(group)
    assert first is not None, "none of the sites that answered is in the list"
    return Measures(
        hit1=_hit(*first, places=1),
        hit3=_hit(*first, places=CUT),
        mrr=_reciprocal(*first),
        ndcg3=gain / sum(DISCOUNTS[: len(relevant)]),
    )


def _hit(before: int, size: int, good: int, *, places: int) -> float:
    """Chance that one of `good` among `size` tied, after `before` others, is in the first places."""
    open_places = min(max(places - before, 0), size)
    return 1 - comb(size - good, open_places) / comb(size, open_places)


def _reciprocal(before: int, size: int, good: int) -> float:
    """Expectation of 1 / the place of the first of them: it is the i-th of the tied in C(size − i, good − 1)
    of the C(size, good) ways to place them."""
    ways = (comb(size - i, good - 1) / (before + i) for i in range(1, size - good + 2))
    return sum(ways) / comb(size, good)
