"""Placement: a row without a jurisdiction key gets that of the jurisdiction that it names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, Protocol, Self, TypeVar

from domain.former_counties import COUNTY_KEY
from domain.states import STATE_KEY
from domain.vocabulary import JurisdictionType
from domain.write_result import ProblemCode, RowProblem
from loaders.pipeline.privacy import redacted
from loaders.resolver.answer import Ambiguous, Candidate, Resolved, Unknown
from loaders.resolver.resolver import Resolver

AMBIGUOUS: Final = "ambiguous"
UNKNOWN: Final = "unknown"
MAX_CANDIDATES: Final = 5
MAX_UNPLACED: Final = 10_000
"""Names of one file that are remembered."""
REMEDY: Final = "write its jurisdiction_key into the row, or add the name to the file of aliases"
ONE: Final = "name only one"
TELLING: Final = (COUNTY_KEY, STATE_KEY)
"""Begins of keys that hold the code of their county or state."""


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


class UnplacedName(NamedTuple):
    """A name of a row as it is written, with its state and type; these are empty where the row has none."""

    name: str
    state: str
    type: str


@dataclass(slots=True)
class Unplaced:
    """How many rows had a name, and the jurisdictions with the most similar names."""

    candidates: tuple[Candidate, ...]
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Placement:
    """Places the rows of one file. `resolver` is called with the first row without a key.

    `counts` has, for rows without a key, how many were found by each `How`, were ambiguous, or unknown;
    `unplaced` has the first MAX_UNPLACED names that are unknown.
    """

    resolver: Callable[[], Resolver]
    counts: Counter[str] = field(default_factory=Counter)
    unplaced: dict[UnplacedName, Unplaced] = field(default_factory=dict)

    def place(self, row: P, *, needed: bool = False) -> P | RowProblem:
        """The row with its key. An ambiguous name is a problem; an unknown one is if the key is `needed`.

        So is a key that contradicts the FIPS code.
        """
        if row.jurisdiction_key:
            return self._with_fips(row)
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
        self._note(row, answer)
        return RowProblem(ProblemCode.UNKNOWN_KEY, "jurisdiction", answer.why, REMEDY) if needed else row

    def _note(self, row: Placeable, answer: Unknown) -> None:
        if not row.jurisdiction:
            return
        name = UnplacedName(row.jurisdiction, row.state or "", row.jurisdiction_type or "")
        if name in self.unplaced or len(self.unplaced) < MAX_UNPLACED:
            self.unplaced.setdefault(name, Unplaced(answer.candidates)).rows += 1

    def _with_fips(self, row: P) -> P | RowProblem:
        """The row, unless its one key lies elsewhere than its FIPS code; contracts check county keys."""
        [key, *others] = row.jurisdiction_key
        if row.fips is None or others or key.startswith(TELLING):
            return row
        why = self.resolver().contradiction(key, row.fips)
        return RowProblem(ProblemCode.INCONSISTENT, "fips", why, "fix one of them") if why else row


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
    why = redacted(answer.why)  # it may show a part of the text
    if not answer.candidates:
        return why
    shown = answer.candidates[:MAX_CANDIDATES]
    candidates = "; ".join(f"{each.key}, {each}" for each in shown)
    more = len(answer.candidates) - len(shown)
    return f"{why}; candidates: {candidates}{f' and {more} more' if more else ''}"
