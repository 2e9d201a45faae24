"""Candidates of an answer: the jurisdictions that may be meant, the likeliest first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from loaders.resolver.answer import Candidate
from loaders.resolver.lookup import Scored

MAX_CANDIDATES: Final = 5


def candidates(scored: Iterable[Scored]) -> tuple[Candidate, ...]:
    """At most MAX_CANDIDATES, each once; county and people of each come later."""
    found = {one.key: (score, one) for score, one in reversed([*scored])}
    return tuple(
        Candidate(one.key, one.name, one.state, one.kind, round(score, 3))
        for score, one in [*found.values()][::-1][:MAX_CANDIDATES]
    )
