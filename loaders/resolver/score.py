"""Scores of the resolver: precision and recall of a group of names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

TOTAL = "all"
"""The group of every name."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A name, what is `expected` if it has an answer, and the `keys` that it was resolved to, if to any."""

    group: str
    text: str | None
    state: str | None
    expected: tuple[str, ...]
    keys: tuple[str, ...]
    right: bool


@dataclass(frozen=True, slots=True)
class Score:
    """Names of one group: how many there are, have an answer, were resolved, and that rightly."""

    group: str
    rows: int
    expected: int
    resolved: int
    right: int

    @property
    def precision(self) -> float | None:
        """Share of the resolved that is right; None where nothing was resolved."""
        return self.right / self.resolved if self.resolved else None

    @property
    def recall(self) -> float | None:
        """Share of those with an answer that were resolved rightly; None where none has one."""
        return self.right / self.expected if self.expected else None


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores by group, the total first, and the names that were resolved wrongly."""

    scores: tuple[Score, ...]
    wrong: tuple[Judged, ...]

    @property
    def total(self) -> Score:
        """All names."""
        return self.scores[0]


def scored(judged: Iterable[Judged]) -> Scores:
    """The scores of all, and by group in the order in which groups first appear."""
    every = list(judged)
    groups = dict.fromkeys(one.group for one in every)
    scores = [_score(TOTAL, every)]
    scores += [_score(group, [one for one in every if one.group == group]) for group in groups]
    return Scores(tuple(scores), tuple(one for one in every if one.keys and not one.right))


def _score(group: str, judged: list[Judged]) -> Score:
    return Score(
        group,
        rows=len(judged),
        expected=sum(bool(one.expected) for one in judged),
        resolved=sum(bool(one.keys) for one in judged),
        right=sum(bool(one.keys) and one.right for one in judged),
    )
