"""Evaluation of a log: every trial ranked by every ranker, and the intervals of their differences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backtest.bootstrap import Bootstrap
from backtest.graph_snapshot import GraphSnapshot
from backtest.history import History
from backtest.in_memory_ranker import InMemoryRanker
from backtest.options import LEAST_TRIALS, BacktestOptions
from backtest.past_request import PastRequest
from backtest.ranker import RANKERS, RECOMMENDER, Family, Situation, recommended
from backtest.ranking import CUT, Groups, Measures, measure
from backtest.report import Difference, Exposure, Findings, RankerResult, Segment
from backtest.similarity_matrix import SimilarityMatrix
from backtest.trial import Trial, Trials, trials
from domain.recommendation import FACTORS, LABELS
from graph.errors import TooFewTrials

DETECTABLE: Final = 1.96 + 0.84
"""Standard errors that a difference must have to be seen at the 5 % level with a power of 80 %."""

Floats = NDArray[np.float64]
Progress = Callable[[int], None]


def checked_trials(
    snapshot: GraphSnapshot, requests: Sequence[PastRequest], options: BacktestOptions
) -> Trials:
    """The trials of a log. Raises TooFewTrials."""
    found = trials(snapshot, requests, options.warm)
    if len(found.taken) < LEAST_TRIALS:
        why = ", ".join(f"{reason} {count}" for reason, count in sorted(found.left_out.items()))
        raise TooFewTrials(
            f"{len(found.taken)} trials of {len(requests)} requests are too few to judge; at least "
            f"{LEAST_TRIALS} are needed. Wait for more requests, or lower --warm. Left out: {why or 'none'}."
        )
    return found


def evaluate(
    snapshot: GraphSnapshot,
    requests: Sequence[PastRequest],
    similarity: SimilarityMatrix,
    options: BacktestOptions,
    progress: Progress = lambda count: None,
) -> Findings:
    """Ranks every trial of a log, at least one, by every ranker.

    `progress` gets how many more trials are done.
    """
    taken = trials(snapshot, requests, options.warm).taken
    ranker, history = InMemoryRanker(snapshot, requests, similarity), History(snapshot, requests)
    measured: dict[str, list[Measures]] = {each.name: [] for each in RANKERS}
    lists: list[Groups] = []
    labels = []
    for trial in taken:
        situation = Situation(trial, ranker.value(trial.question), snapshot, history, similarity)
        for each in RANKERS:
            measured[each.name].append(measure(each.rank(situation), trial.relevant))
        lists.append(recommended(situation, FACTORS))
        labels.append(situation.valuation.label(FACTORS))
        progress(1)
    tables = {name: np.array(rows) for name, rows in measured.items()}
    standings, smallest = _standings(taken, tables, options)
    exposure = _exposure(taken, lists)
    ours = tables[RECOMMENDER.name]
    return Findings(
        trials=len(taken),
        standings=standings,
        requesters={
            "first_time": _segment(ours, [not trial.repeated for trial in taken]),
            "repeat": _segment(ours, [trial.repeated for trial in taken]),
        },
        labels={name: _segment(ours, [each == name for each in labels]) for name in LABELS},
        exposure_gap=sum(abs(each.shown - each.answered) for each in exposure) / 2,
        exposure=exposure,
        smallest_difference=smallest,
    )


def _standings(
    taken: Sequence[Trial], tables: dict[str, Floats], options: BacktestOptions
) -> tuple[list[RankerResult], float]:
    bootstrap = Bootstrap([trial.place for trial in taken], options.draws, options.seed)
    ours = tables[RECOMMENDER.name]
    standings = []
    for each in RANKERS:
        difference = ours - tables[each.name]
        ahead = {
            name: Difference(float(column.mean()), *bootstrap.interval(column))
            for name, column in zip(Measures._fields, difference.T, strict=True)
        }
        standings.append(RankerResult(each.name, each.family, _means(tables[each.name]), ahead))
    baselines = [each for each in standings if each.family is Family.BASELINE]
    strongest = max(baselines, key=lambda each: each.means.mrr)
    mrr = Measures._fields.index("mrr")
    return standings, DETECTABLE * bootstrap.error((ours - tables[strongest.name])[:, mrr])


def _means(table: Floats) -> Measures:
    return Measures(*table.mean(axis=0).tolist())


def _segment(table: Floats, chosen: Sequence[bool]) -> Segment:
    rows = table[np.array(chosen)]
    return Segment(len(rows), _means(rows) if len(rows) else None)


def _exposure(taken: Sequence[Trial], lists: Sequence[Groups]) -> list[Exposure]:
    """The shares of each site that was shown or answered, by key."""
    shown = Counter(site for groups in lists for group in groups[:CUT] for site in group)
    answered = Counter(site for trial in taken for site in trial.relevant)
    return [
        Exposure(site, shown[site] / shown.total(), answered[site] / answered.total())
        for site in sorted(shown | answered)
    ]
