"""Placement: a row without a jurisdiction key gets that of the jurisdiction that it names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, Self, TypeVar

from domain.vocabulary import JurisdictionType
from domain.write_result import ProblemCode, RowProblem
from loaders.resolver.answer import Ambiguous, Resolved
from loaders.resolver.resolver import Resolver

AMBIGUOUS: Final = "ambiguous"
UNKNOWN: Final = "unknown"
MAX_CANDIDATES: Final = 5
REMEDY: Final = "write its jurisdiction_key into the row, or add the name to the file of aliases"
ONE: Final = "name only one"


class Placeable(Protocol):
    """A row that names a jurisdiction: by keys, or by what the resolver takes."""

    @property
    def jurisdiction_key(self) -> list[str]: ...
    @property
    def jurisdiction(self) -> str | None: ...
    @property
    def jurisdiction_type(self) -> JurisdictionType | None: ...
    @property
    def state(self) -> str | None: ...
    @property
    def fips(self) -> str | None: ...

    def model_copy(self, *, update: dict[str, Any]) -> Self:
        """The row with other values."""
        ...


P = TypeVar("P", bound=Placeable)


@dataclass(frozen=True, slots=True)
class Placement:
    """Places the rows of one file. `resolver` is called with the first row without a key.

    `counts` has, for rows without a key, how many were found by each `How`, were ambiguous, or unknown.
    """

    resolver: Callable[[], Resolver]
    counts: Counter[str] = field(default_factory=Counter)

    def place(self, row: P, *, needed: bool = False) -> P | RowProblem:
        """The row with its key. An ambiguous name is a problem; an unknown one is if the key is `needed`."""
        if row.jurisdiction_key:
            return row
        answer = self.resolver().resolve(
            row.jurisdiction,
            state=row.state,
            kind=row.jurisdiction_type,
            fips=row.fips,
            zip_code=getattr(row, "zip", None),  # a column of request logs alone
        )
        if isinstance(answer, Resolved):
            self.counts[answer.how.value] += 1
            if needed and len(answer.keys) > 1:
                return RowProblem(ProblemCode.INVALID, "jurisdiction", "names several jurisdictions", ONE)
            return row.model_copy(update={"jurisdiction_key": list(answer.keys)})
        if isinstance(answer, Ambiguous):
            self.counts[AMBIGUOUS] += 1
            return RowProblem(ProblemCode.AMBIGUOUS, "jurisdiction", _candidates(answer), REMEDY)
        self.counts[UNKNOWN] += 1
        return RowProblem(ProblemCode.UNKNOWN_KEY, "jurisdiction", answer.why, REMEDY) if needed else row


def summary(counts: Counter[str]) -> str:
    """What became of rows without a key, as a sentence; empty when there were none."""
    every = counts.total()
    unplaced = {name: counts[name] for name in (AMBIGUOUS, UNKNOWN)}
    how = ", ".join(f"{n:,} by {name}" for name, n in counts.most_common() if name not in unplaced)
    if not every:
        return ""
    return (
        f"Of {every:,} rows without a jurisdiction_key, {every - sum(unplaced.values()):,} were placed"
        f"{how and f' ({how})'}, {unplaced[AMBIGUOUS]:,} are ambiguous, {unplaced[UNKNOWN]:,} unknown."
    )


def _candidates(answer: Ambiguous) -> str:
    if not answer.candidates:
        return answer.why
    shown = answer.candidates[:MAX_CANDIDATES]
    candidates = ", ".join(f"{each.key} ({each.name}, {each.state}, {each.score:.2f})" for each in shown)
    more = len(answer.candidates) - len(shown)
    return f"{answer.why}; candidates: {candidates}{f' and {more} more' if more else ''}"
