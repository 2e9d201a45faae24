"""How well the resolver does on real names in the ways people write them: precision and recall, by form.

The names, `names.csv`, are real; how they are written was drawn (`tests/loaders/resolver/write_names.py`).
One half tunes the resolver's two numbers, the other is reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

from pydantic import BeforeValidator

from domain.vocabulary import JurisdictionType
from loaders.jurisdiction import Jurisdiction
from loaders.readers.strict import StrictRow, read_csv
from loaders.resolver.answer import Resolved
from loaders.resolver.known_names import KnownName
from loaders.resolver.resolver import MARGIN, THRESHOLD, Resolver
from loaders.resolver.score import Judged, Score, Scores, scored

NAMES: Final = Path(__file__).with_name("names.csv")
OTHER_NAME: Final = "other name (held out)"
"""Rows of this form are written as an other name of our places, which is removed from the resolver's data."""


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
class ResolverReport:
    """Scores of one half by form."""

    half: Half
    threshold: float
    margin: float
    scores: Scores

    @property
    def total(self) -> Score:
        """All rows."""
        return self.scores.total


def report(
    jurisdictions: Sequence[Jurisdiction],
    half: Half = Half.TEST,
    *,
    known: Iterable[KnownName] = (),
    around: Callable[[Iterable[str]], frozenset[str]] = frozenset,
    threshold: float = THRESHOLD,
    margin: float = MARGIN,
) -> ResolverReport:
    """Resolves every row of a half. Raises DataInvalid when names.csv breaks its contract."""
    everything = read_csv(NAMES, NameRow)
    held = list(_without_what_is_held_out(jurisdictions, everything))
    resolver = Resolver(held, known=known, around=around, threshold=threshold, margin=margin)
    judged = [_judged(resolver, row) for row in everything if row.half is half]
    return ResolverReport(half, threshold, margin, scored(judged))


def _without_what_is_held_out(
    jurisdictions: Iterable[Jurisdiction], rows: Sequence[NameRow]
) -> Iterator[Jurisdiction]:
    left_out = {row.left_out for row in rows}
    renamed = {key for row in rows if row.form == OTHER_NAME for key in row.expected}
    for one in jurisdictions:
        if one.key not in left_out:
            yield replace(one, other_names=(), place_names=()) if one.key in renamed else one


def _judged(resolver: Resolver, row: NameRow) -> Judged:
    answer = resolver.resolve(row.text, state=row.state, kind=row.kind, fips=row.fips)
    keys = frozenset(answer.keys) if isinstance(answer, Resolved) else frozenset()
    right = keys == row.expected
    return Judged(row.form, row.text, row.state, (*sorted(row.expected),), (*sorted(keys),), right)
