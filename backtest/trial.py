"""Trial: a past request as a question to the recommender, with the sites that answered it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from backtest.graph_snapshot import GraphSnapshot
from backtest.past_request import PastRequest
from domain.months import day_before
from domain.question import Question


class LeftOut(StrEnum):
    """Why a request is no trial."""

    WARM_UP = "warm_up"  # among the first, which only serve as evidence
    NO_PLACE = "no_place"  # of no jurisdiction in the graph, such as a tribe
    SEVERAL_PLACES = "several_places"  # the API takes one
    NO_ANSWER = "no_answer"  # no site answered, or none that could have been recommended then


class Trial(NamedTuple):
    """`month` is that of the request; `relevant` are the keys of the sites that answered it; `repeated` is
    true for a place that asked in an earlier month."""

    place: str
    month: int
    question: Question
    relevant: frozenset[str]
    repeated: bool


class Trials(NamedTuple):
    """The trials in order of month, and the number of requests left out, by reason."""

    taken: list[Trial]
    left_out: Counter[LeftOut]


def trials(snapshot: GraphSnapshot, requests: Sequence[PastRequest], warm: float) -> Trials:
    """The requests after the share `warm` of all; `requests` in order of month and key.

    `as_of` is the last day of the month before, as a member of staff would have asked. `relevant` holds all
    answers until the end of the log.
    """
    taken: list[Trial] = []
    left_out: Counter[LeftOut] = Counter()
    before: dict[str, int] = {}
    for number, request in enumerate(requests):
        for place in request.places:
            before.setdefault(place, request.month)
        reason = _reason(snapshot, request, is_warm_up=number < warm * len(requests))
        if reason is not None:
            left_out[reason] += 1
            continue
        (place,) = request.places
        is_repeated = before[place] < request.month
        taken.append(
            Trial(place, request.month, _question(request), _relevant(snapshot, request), is_repeated)
        )
    return Trials(taken, left_out)


def _reason(snapshot: GraphSnapshot, request: PastRequest, *, is_warm_up: bool) -> LeftOut | None:
    if is_warm_up:
        return LeftOut.WARM_UP
    if len(request.places) != 1:
        return LeftOut.SEVERAL_PLACES if request.places else LeftOut.NO_PLACE
    return None if _relevant(snapshot, request) else LeftOut.NO_ANSWER


def _relevant(snapshot: GraphSnapshot, request: PastRequest) -> frozenset[str]:
    candidates = {site.key for site in snapshot.candidates(request.places[0], request.month)}
    return frozenset(answer.site for answer in request.answers if answer.site in candidates)


def _question(request: PastRequest) -> Question:
    return Question(
        key=request.places[0],
        models=sorted(request.models),
        topics=sorted(request.topics),
        assistance=request.assistance,
        agency_type=request.agency_type,
        sworn_band=request.sworn_band,
        as_of=day_before(request.month),
    )
