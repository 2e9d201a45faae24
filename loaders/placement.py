"""Placement: requests whose log gives no key get that of the jurisdiction that they name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from loaders.requests import RequestRow
from loaders.resolver.answer import Ambiguous, Resolved
from loaders.resolver.resolver import Resolver

AMBIGUOUS: Final = "ambiguous"
UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True)
class Placement:
    """Places the requests of one log. `resolver` is called once a request without a key comes.

    `counts` tells of those requests how many were found by what (`How`), were ambiguous, or unknown.
    """

    resolver: Callable[[], Resolver]
    counts: Counter[str] = field(default_factory=Counter)

    def placed(self, requests: Iterable[RequestRow]) -> Iterator[RequestRow]:
        """The requests, in order; one whose jurisdiction is ambiguous or unknown stays without."""
        for request in requests:
            yield request if request.jurisdiction_key else self._placed(request)

    def _placed(self, request: RequestRow) -> RequestRow:
        answer = self.resolver().resolve(
            request.jurisdiction, state=request.state, kind=request.jurisdiction_type, fips=request.fips
        )
        if isinstance(answer, Resolved):
            self.counts[answer.how.value] += 1
            return request.model_copy(update={"jurisdiction_key": list(answer.keys)})
        self.counts[AMBIGUOUS if isinstance(answer, Ambiguous) else UNKNOWN] += 1
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
