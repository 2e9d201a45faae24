"""Neighborhood: a jurisdiction with the others that are most similar to it."""

from __future__ import annotations

from typing import NamedTuple


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

    `floor` and `floor_in_kind` are the scores of the two k-th, to 6 decimals, below which no other
    belongs to them; None while there are fewer than k.
    """

    key: str
    neighbors: list[Neighbor]
    floor: float | None
    floor_in_kind: float | None
