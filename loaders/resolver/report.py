"""How well the resolver does on real names in the ways people write them: precision and recall, by form.

The names, `names.csv`, are real; how they are written was drawn (`tests/loaders/resolver/write_names.py`).
One half tunes the resolver's two numbers, the other is reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

from pydantic import BeforeValidator

from domain.vocabulary import JurisdictionType
from loaders.jurisdiction import Jurisdiction
from loaders.readers.strict import StrictRow, read_csv
from loaders.resolver.answer import Resolved
from loaders.resolver.resolver import MARGIN, THRESHOLD, Resolver

NAMES: Final = Path(__file__).with_name("names.csv")
OTHER_NAME: Final = "other name (held out)"
"""Rows of this form are written as an other name of our places, which is removed from the resolver's data."""
TOTAL: Final = "all"


class Half(StrEnum):
    """What a row is for."""

    TUNE = "tune"
    TEST = "test"


def _keys(cell: object) -> object:
    return frozenset(cell.split(";")) if isinstance(cell, str) else cell or frozenset()


class NameRow(StrictRow):
    """A row of names.csv; `expected` is empty where a person could not decide, or nothing has the name.

    The jurisdiction `left_out` is removed from the resolver's data, so that a real name is unknown.
    """

    half: Half
    form: str
    text: str | None
    state: str | None
    kind: JurisdictionType | None
    fips: str | None
    expected: Annotated[frozenset[str], BeforeValidator(_keys)]
    left_out: str | None


@dataclass(frozen=True, slots=True)
class Score:
    """Rows of one form: how many there are, have an answer, were resolved, and that rightly."""

    form: str
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
class Wrong:
    """A row that was resolved wrongly: expected and resolved keys."""

    form: str
    text: str | None
    expected: tuple[str, ...]
    resolved: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResolverReport:
    """Scores of one half, the total first, and what was wrong."""

    half: Half
    threshold: float
    margin: float
    scores: tuple[Score, ...]
    wrong: tuple[Wrong, ...]

    @property
    def total(self) -> Score:
        """All rows."""
        return self.scores[0]


def report(
    jurisdictions: Sequence[Jurisdiction],
    half: Half = Half.TEST,
    *,
    threshold: float = THRESHOLD,
    margin: float = MARGIN,
) -> ResolverReport:
    """Resolves every row of a half. Raises DataInvalid when names.csv breaks its contract."""
    everything = read_csv(NAMES, NameRow)
    known = list(_without_what_is_held_out(jurisdictions, everything))
    resolver = Resolver(known, threshold=threshold, margin=margin)
    rows = [row for row in everything if row.half is half]
    answers = [(row, _resolved(resolver, row)) for row in rows]
    forms = dict.fromkeys(row.form for row in rows)
    scores = [_score(TOTAL, answers)]
    scores += [_score(form, [pair for pair in answers if pair[0].form == form]) for form in forms]
    wrong = [
        Wrong(row.form, row.text, tuple(sorted(row.expected)), tuple(sorted(keys)))
        for row, keys in answers
        if keys and keys != row.expected
    ]
    return ResolverReport(half, threshold, margin, tuple(scores), tuple(wrong))


def _without_what_is_held_out(
    jurisdictions: Iterable[Jurisdiction], rows: Sequence[NameRow]
) -> Iterator[Jurisdiction]:
    left_out = {row.left_out for row in rows}
    renamed = {key for row in rows if row.form == OTHER_NAME for key in row.expected}
    for one in jurisdictions:
        if one.key not in left_out:
            yield replace(one, other_names=(), place_names=()) if one.key in renamed else one


def _resolved(resolver: Resolver, row: NameRow) -> frozenset[str]:
    answer = resolver.resolve(row.text, state=row.state, kind=row.kind, fips=row.fips)
    return frozenset(answer.keys) if isinstance(answer, Resolved) else frozenset()


def _score(form: str, answers: Iterable[tuple[NameRow, frozenset[str]]]) -> Score:
    pairs = [(row.expected, keys) for row, keys in answers]
    return Score(
        form,
        rows=len(pairs),
        expected=sum(bool(expected) for expected, _ in pairs),
        resolved=sum(bool(keys) for _, keys in pairs),
        right=sum(bool(keys) and keys == expected for expected, keys in pairs),
    )
