"""Candidates of an answer: the jurisdictions that may be meant, the likeliest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from domain.city_counties import government
from loaders.jurisdiction import Jurisdiction
from loaders.resolver.answer import Ambiguous, Answer, Candidate, How, Resolved
from loaders.resolver.lookup import Scored

MAX_CANDIDATES: Final = 5


def candidates(scored: Iterable[Scored]) -> tuple[Candidate, ...]:
    """At most MAX_CANDIDATES, each once; county and people of each come later."""
    found = {one.key: (score, one) for score, one in reversed([*scored])}
    return tuple(
        Candidate(one.key, one.name, one.state, one.kind, round(score, 3))
        for score, one in [*found.values()][::-1][:MAX_CANDIDATES]
    )


def several(field: str, found: Sequence[Jurisdiction]) -> Answer:
    """Jurisdictions of one name: the government that they all are, or ambiguous; the field would decide."""
    if len(keys := {government(one.key) for one in found}) == 1:
        return Resolved((*keys,), How.NAME)
    return Ambiguous(
        f"several jurisdictions have this name; {field} would decide", candidates((1.0, one) for one in found)
    )
