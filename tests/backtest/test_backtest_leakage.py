"""No ranking knows anything of its own month or a later one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from backtest.contender import CONTENDERS, Situation
from backtest.ground import Ground
from backtest.history import History
from backtest.likeness import Likeness
from backtest.request import Answer, Request
from backtest.trial import Trial, trials
from backtest.twin import Twin
from domain.months import month_index

WARM = 0.1
MONTHS = [month_index(text) for text in ("2021-03", "2023-08", "2025-06")]

Rankings = list[tuple[Any, ...]]


def rankings(
    ground: Ground, requests: Sequence[Request], likeness: Likeness, asked: Sequence[Trial]
) -> Rankings:
    """Every number of the recommender, and every list of every contender."""
    twin, history = Twin(ground, requests, likeness), History(ground, requests)
    found: Rankings = []
    for trial in asked:
        valuation = twin.value(trial.question)
        situation = Situation(trial, valuation, ground, history, likeness)
        lists = [[sorted(group) for group in each.rank(situation)] for each in CONTENDERS]
        found.append((valuation.sites, np.nan_to_num(valuation.values, nan=-1).tolist(), lists))
    return found


def forgotten(requests: Sequence[Request], month: int) -> list[Request]:
    """What was known before a month: later requests, matches and outcomes are gone."""
    known = []
    for request in requests:
        if request.month < month:
            answers = [answer for answer in request.answers if answer.matched < month]
            known.append(replace(request, answers=tuple(_as_known(answer, month) for answer in answers)))
    return known


def _as_known(answer: Answer, month: int) -> Answer:
    is_closed = answer.closed is not None and answer.closed < month
    return answer if is_closed else replace(answer, closed=None, outcome="MATCHED")


def rewritten(requests: Sequence[Request], month: int) -> list[Request]:
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
            answers = (Answer("site:tucson-pd", request.month, request.month, "COMPLETED"),)
        other.append(replace(request, answers=answers))
    return other


@pytest.mark.parametrize("month", MONTHS)
@pytest.mark.parametrize("change", [forgotten, rewritten])
def test_what_comes_later_changes_no_earlier_ranking(
    ground: Ground,
    log: Callable[[int], list[Request]],
    month: int,
    change: Callable[[Sequence[Request], int], list[Request]],
) -> None:
    requests = log(3)
    likeness = Likeness(ground, requests)
    taken = trials(ground, requests, WARM).taken
    earlier = [trial for trial in taken if trial.month <= month]
    assert len(earlier) > 20
    before = rankings(ground, requests, likeness, earlier)
    assert rankings(ground, change(requests, month), likeness, earlier) == before


def test_what_comes_later_changes_later_rankings(ground: Ground, log: Callable[[int], list[Request]]) -> None:
    """Or the test above could not fail."""
    requests, month = log(3), MONTHS[1]
    likeness = Likeness(ground, requests)
    later = [trial for trial in trials(ground, requests, WARM).taken if trial.month > month + 2]
    before = rankings(ground, requests, likeness, later)
    after = rankings(ground, rewritten(requests, month), likeness, later)
    assert sum(one != other for one, other in zip(before, after, strict=True)) > len(later) / 2
