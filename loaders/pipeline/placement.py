"""Placement: rows whose file gives no key get that of the jurisdiction that they name."""

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
MOST_CANDIDATES: Final = 5
REMEDY: Final = (
    "write the jurisdiction_key of the one that is meant, or teach the name in the file of aliases"
)
ONE: Final = "name one alone"


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
    """Places the rows of one file. `resolver` is called once a row without a key comes.

    `counts` tells of those rows how many were found by what (`How`), were ambiguous, or unknown.
    """

    resolver: Callable[[], Resolver]
    counts: Counter[str] = field(default_factory=Counter)

    def place(self, row: P, *, needed: bool = False) -> P | RowProblem:
        """The row with its key. Ambiguous is a problem, and so is unknown if the key is `needed`."""
        if row.jurisdiction_key:
            return row
        answer = self.resolver().resolve(
            row.jurisdiction, state=row.state, kind=row.jurisdiction_type, fips=row.fips
        )
        if isinstance(answer, Resolved):
            self.counts[answer.how.value] += 1
            if needed and len(answer.keys) > 1:
                return RowProblem(ProblemCode.INVALID, "jurisdiction", "names several jurisdictions", ONE)
            return row.model_copy(update={"jurisdiction_key": list(answer.keys)})
        if isinstance(answer, Ambiguous):
            self.counts[AMBIGUOUS] += 1
            return RowProblem(ProblemCode.AMBIGUOUS, "jurisdiction", _told(answer), REMEDY)
        self.counts[UNKNOWN] += 1
        return RowProblem(ProblemCode.UNKNOWN_KEY, "jurisdiction", answer.why, REMEDY) if needed else row


def summary(counts: Counter[str]) -> str:
    """What became of rows without a key, for a person; empty when there were none."""
    every = counts.total()
    lost = {name: counts[name] for name in (AMBIGUOUS, UNKNOWN)}
    how = ", ".join(f"{n:,} by {name}" for name, n in counts.most_common() if name not in lost)
    if not every:
        return ""
    return (
        f"Of {every:,} without a jurisdiction_key {every - sum(lost.values()):,} were placed"
        f"{how and f' ({how})'}, {lost[AMBIGUOUS]:,} are ambiguous, {lost[UNKNOWN]:,} unknown."
    )


def _told(answer: Ambiguous) -> str:
    few = answer.candidates[:MOST_CANDIDATES]
    could = ", ".join(f"{each.key} ({each.name}, {each.state}, {each.score:.2f})" for each in few)
    more = len(answer.candidates) - len(few)
    return f"{answer.why}; it could be {could}{f' or {more} more' if more else ''}"
