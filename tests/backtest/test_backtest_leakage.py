"""No ranking knows anything of its own month or a later one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from backtest.graph_snapshot import GraphSnapshot
from backtest.history import History
from backtest.in_memory_ranker import InMemoryRanker
from backtest.past_request import PastAnswer, PastRequest
from backtest.ranker import RANKERS, Situation
from backtest.similarity_matrix import SimilarityMatrix
from backtest.trial import Trial, trials
from domain.months import month_index

WARM = 0.1
MONTHS = [month_index(text) for text in ("2021-03", "2023-08", "2025-06")]

Rankings = list[tuple[Any, ...]]


def rankings(
    snapshot: GraphSnapshot,
    requests: Sequence[PastRequest],
    similarity: SimilarityMatrix,
    asked: Sequence[Trial],
) -> Rankings:
    """Every number of the recommender, and every list of every ranker."""
    ranker, history = InMemoryRanker(snapshot, requests, similarity), History(snapshot, requests)
    found: Rankings = []
    for trial in asked:
        valuation = ranker.value(trial.question)
        situation = Situation(trial, valuation, snapshot, history, similarity)
        lists = [[sorted(group) for group in each.rank(situation)] for each in RANKERS]
        found.append((valuation.sites, np.nan_to_num(valuation.values, nan=-1).tolist(), lists))
    return found


def forgotten(requests: Sequence[PastRequest], month: int) -> list[PastRequest]:
    """What was known before a month: later requests, matches and outcomes are gone."""
    known = []
    for request in requests:
        if request.month < month:
            answers = [answer for answer in request.answers if answer.matched < month]
            known.append(replace(request, answers=tuple(_as_known(answer, month) for answer in answers)))
    return known


def _as_known(answer: PastAnswer, month: int) -> PastAnswer:
    is_closed = answer.closed is not None and answer.closed < month
    return answer if is_closed else replace(answer, closed=None, outcome="MATCHED")


def rewritten(requests: Sequence[PastRequest], month: int) -> list[PastRequest]:
    """Another future: every later request goes to one site, and all that was open is withdrawn."""
    other = []
    for request in requests:
        answers = tuple(
            replace(answer, closed=month + 1, outcome="WITHDRAWN")
            if answer.closed is None or answer.closed >= month
            else answer
            for answer in request.answers
            if answer.matched < month
        )
        if request.month >= month:
            answers = (PastAnswer("site:tucson-pd", request.month, request.month, "COMPLETED"),)
        other.append(replace(request, answers=answers))
    return other


@pytest.mark.parametrize("month", MONTHS)
@pytest.mark.parametrize("change", [forgotten, rewritten])
def test_what_comes_later_changes_no_earlier_ranking(
    snapshot: GraphSnapshot,
    log: Callable[[int], list[PastRequest]],
    month: int,
    change: Callable[[Sequence[PastRequest], int], list[PastRequest]],
) -> None:
    requests = log(3)
    similarity = SimilarityMatrix(snapshot, requests)
    taken = trials(snapshot, requests, WARM).taken
    earlier = [trial for trial in taken if trial.month <= month]
    assert len(earlier) > 20
    before = rankings(snapshot, requests, similarity, earlier)
    assert rankings(snapshot, change(requests, month), similarity, earlier) == before


def test_what_comes_later_changes_later_rankings(
    snapshot: GraphSnapshot, log: Callable[[int], list[PastRequest]]
) -> None:
    """Or the test above could not fail."""
    requests, month = log(3), MONTHS[1]
    similarity = SimilarityMatrix(snapshot, requests)
    later = [trial for trial in trials(snapshot, requests, WARM).taken if trial.month > month + 2]
    before = rankings(snapshot, requests, similarity, later)
    after = rankings(snapshot, rewritten(requests, month), similarity, later)
    assert sum(one != other for one, other in zip(before, after, strict=True)) > len(later) / 2
