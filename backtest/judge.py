"""The judgment of a log: every trial ranked by every contender, and how sure the differences are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backtest.bootstrap import Bootstrap
from backtest.contender import CONTENDERS, RECOMMENDER, Family, Situation, recommended
from backtest.ground import Ground
from backtest.history import History
from backtest.likeness import Likeness
from backtest.ranking import CUT, Groups, Measures, measure
from backtest.report import Difference, Exposure, Findings, Part, Standing
from backtest.request import Request
from backtest.terms import LEAST_TRIALS, Terms
from backtest.trial import Trial, Trials, trials
from backtest.twin import Twin, Valuation
from domain.recommendation import FACTORS
from graph.errors import TooFewTrials

CLOSE_CALL, LEANING = 0.03, 0.10
"""Labels of a list by how far its first site is ahead, as the statement has them."""
DETECTABLE: Final = 1.96 + 0.84
"""Standard errors that a difference must have to be seen at the 5 % level with a power of 80 %."""

Floats = NDArray[np.float64]
Progress = Callable[[int], None]


def checked_trials(ground: Ground, requests: Sequence[Request], terms: Terms) -> Trials:
    """The trials of a log. Raises TooFewTrials when there are too few to judge by."""
    found = trials(ground, requests, terms.warm)
    if len(found.taken) < LEAST_TRIALS:
        why = ", ".join(f"{reason} {count}" for reason, count in sorted(found.left_out.items()))
        raise TooFewTrials(
            f"{len(found.taken)} trials of {len(requests)} requests are too few to judge; at least "
            f"{LEAST_TRIALS} are needed. Wait for more requests, or lower --warm. Left out: {why or 'none'}."
        )
    return found


def judge(
    ground: Ground,
    requests: Sequence[Request],
    likeness: Likeness,
    terms: Terms,
    progress: Progress = lambda count: None,
) -> Findings:
    """Ranks every trial of a log by every contender. There must be a trial.

    `progress` hears how many more trials are done.
    """
    taken = trials(ground, requests, terms.warm).taken
    twin, history = Twin(ground, requests, likeness), History(ground, requests)
    measured: dict[str, list[Measures]] = {each.name: [] for each in CONTENDERS}
    lists: list[Groups] = []
    labels = []
    for trial in taken:
        situation = Situation(trial, twin.value(trial.question), ground, history, likeness)
        for each in CONTENDERS:
            measured[each.name].append(measure(each.rank(situation), trial.relevant))
        lists.append(recommended(situation, FACTORS))
        labels.append(label(situation.valuation))
        progress(1)
    tables = {name: np.array(rows) for name, rows in measured.items()}
    standings, smallest = _standings(taken, tables, terms)
    exposure = _exposure(taken, lists)
    ours = tables[RECOMMENDER.name]
    return Findings(
        trials=len(taken),
        standings=standings,
        requesters={
            "first_time": _part(ours, [not trial.repeated for trial in taken]),
            "repeat": _part(ours, [trial.repeated for trial in taken]),
        },
        labels={
            name: _part(ours, [each == name for each in labels])
            for name in ("CLOSE_CALL", "LEANING", "CLEAR")
        },
        exposure_gap=sum(abs(each.shown - each.answered) for each in exposure) / 2,
        exposure=exposure,
        smallest_difference=smallest,
    )


def label(valuation: Valuation) -> str:
    """How clear the first place of a list is."""
    best = sorted(valuation.scores(FACTORS).tolist(), reverse=True)
    gap = best[0] - (best[1] if len(best) > 1 else 0.0)
    return "CLOSE_CALL" if gap < CLOSE_CALL else "LEANING" if gap < LEANING else "CLEAR"


def _standings(
    taken: Sequence[Trial], tables: dict[str, Floats], terms: Terms
) -> tuple[list[Standing], float]:
    bootstrap = Bootstrap([trial.place for trial in taken], terms.draws, terms.seed)
    ours = tables[RECOMMENDER.name]
    standings = []
    for each in CONTENDERS:
        apart = ours - tables[each.name]
        ahead = {
            name: Difference(float(column.mean()), *bootstrap.interval(column))
            for name, column in zip(Measures._fields, apart.T, strict=True)
        }
        standings.append(Standing(each.name, each.family, _means(tables[each.name]), ahead))
    baselines = [each for each in standings if each.family is Family.BASELINE]
    strongest = max(baselines, key=lambda each: each.means.mrr)
    mrr = Measures._fields.index("mrr")
    return standings, DETECTABLE * bootstrap.error((ours - tables[strongest.name])[:, mrr])


def _means(table: Floats) -> Measures:
    return Measures(*table.mean(axis=0).tolist())


def _part(table: Floats, chosen: Sequence[bool]) -> Part:
    rows = table[np.array(chosen)]
    return Part(len(rows), _means(rows) if len(rows) else None)


def _exposure(taken: Sequence[Trial], lists: Sequence[Groups]) -> list[Exposure]:
    """The shares of every site that was shown or answered, by key."""
    shown = Counter(site for groups in lists for group in groups[:CUT] for site in group)
    answered = Counter(site for trial in taken for site in trial.relevant)
    return [
        Exposure(site, shown[site] / shown.total(), answered[site] / answered.total())
        for site in sorted(shown | answered)
    ]
