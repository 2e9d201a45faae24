"""Placement: requests whose log gives no key get that of the jurisdiction that they name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from graph.recorded import ProblemCode, RowProblem
from loaders.requests import RequestRow
from loaders.resolver.answer import Ambiguous, Resolved
from loaders.resolver.resolver import Resolver

AMBIGUOUS: Final = "ambiguous"
UNKNOWN: Final = "unknown"
MOST_CANDIDATES: Final = 5
REMEDY: Final = (
    "write the jurisdiction_key of the one that is meant, or teach the name in the file of aliases"
)


@dataclass(frozen=True, slots=True)
class Placement:
    """Places the requests of one log. `resolver` is called once a request without a key comes.

    `counts` tells of those requests how many were found by what (`How`), were ambiguous, or unknown.
    """

    resolver: Callable[[], Resolver]
    counts: Counter[str] = field(default_factory=Counter)

    def place(self, request: RequestRow) -> RequestRow | RowProblem:
        """The request with its key. One that nothing is known of stays without; ambiguous is a problem."""
        if request.jurisdiction_key:
            return request
        answer = self.resolver().resolve(
            request.jurisdiction, state=request.state, kind=request.jurisdiction_type, fips=request.fips
        )
        if isinstance(answer, Resolved):
            self.counts[answer.how.value] += 1
            return request.model_copy(update={"jurisdiction_key": list(answer.keys)})
        if isinstance(answer, Ambiguous):
            self.counts[AMBIGUOUS] += 1
            return RowProblem(ProblemCode.AMBIGUOUS, "jurisdiction", _told(answer), REMEDY)
        self.counts[UNKNOWN] += 1
        return request

    def sentence(self) -> str:
        """What became of requests without a key, for a person; empty when there were none."""
        every = self.counts.total()
        lost = {name: self.counts[name] for name in (AMBIGUOUS, UNKNOWN)}
        how = ", ".join(f"{n:,} by {name}" for name, n in self.counts.most_common() if name not in lost)
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
