"""Rankers: the recommender, simple rules that it must beat, and the recommender without a factor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Final, NamedTuple

import numpy as np

from backtest.graph_snapshot import GraphSnapshot
from backtest.history import History
from backtest.ranking import Groups, by_score
from backtest.similarity_matrix import SimilarityMatrix
from backtest.trial import Trial
from backtest.valuation import Valuation
from domain.recommendation import FACTORS
from domain.similarity import SIMILARITY

RECENT_MONTHS: Final = 24


class Family(StrEnum):
    """Kind of ranker."""

    RECOMMENDER = "recommender"
    BASELINE = "baseline"
    ABLATION = "ablation"


class Situation(NamedTuple):
    """What a ranker may look at. `history` also holds later answers: count before the trial's month."""

    trial: Trial
    valuation: Valuation
    snapshot: GraphSnapshot
    history: History
    similarity: SimilarityMatrix


@dataclass(frozen=True, slots=True)
class Ranker:
    """A way to rank the candidates."""

    name: str
    family: Family
    rank: Callable[[Situation], Groups]


def recommended(situation: Situation, weights: Mapping[str, float], *, by_score: bool = False) -> Groups:
    """The list as the API gives it: without ties, the key decides."""
    sites = situation.valuation.sites
    return [[sites[at]] for at in situation.valuation.order(weights, by_score=by_score)]


def _random(situation: Situation) -> Groups:
    return [situation.valuation.sites]


def _popular(situation: Situation) -> Groups:
    return by_score(_matches(situation))


def _recently_popular(situation: Situation) -> Groups:
    month = situation.trial.month
    return by_score(_matches(situation, since=month - RECENT_MONTHS))


def _popular_with_the_type(situation: Situation) -> Groups:
    """By matches with places of the type, then by all matches: a staff member's rule."""
    sites, trial = situation.valuation.sites, situation.trial
    place = situation.snapshot.places[trial.place]
    of_type = situation.history.counts_of_type(sites, place, trial.month)
    of_all = _matches(situation)
    return by_score({site: (count, of_all[site]) for site, count in zip(sites, of_type, strict=True)})


def _nearest(situation: Situation) -> Groups:
    def miles(site: str) -> float:
        return situation.similarity.miles(situation.trial.place, situation.snapshot.sites[site].serves)

    return by_score({site: -np.nan_to_num(miles(site), nan=np.inf) for site in situation.valuation.sites})


def _by_factor(name: str, situation: Situation) -> Groups:
    column = situation.valuation.values[:, list(FACTORS).index(name)]
    values = np.round(np.nan_to_num(column), SIMILARITY.order_decimals).tolist()
    return by_score(dict(zip(situation.valuation.sites, values, strict=True)))


def _matches(situation: Situation, **since: int) -> dict[str, int]:
    sites = situation.valuation.sites
    return dict(zip(sites, situation.history.counts(sites, situation.trial.month, **since), strict=True))


def _weighted(name: str, family: Family, weights: Mapping[str, float]) -> Ranker:
    return Ranker(name, family, partial(recommended, weights=weights))


RECOMMENDER: Final = _weighted("recommendSites", Family.RECOMMENDER, FACTORS)
BASELINES: Final = (
    Ranker("random", Family.BASELINE, _random),
    Ranker("most popular", Family.BASELINE, _popular),
    Ranker(f"most popular, {RECENT_MONTHS} months", Family.BASELINE, _recently_popular),
    Ranker("nearest", Family.BASELINE, _nearest),
    Ranker("same type popular", Family.BASELINE, _popular_with_the_type),
    Ranker("coverage only", Family.BASELINE, partial(_by_factor, "coverage")),
    Ranker("fit only", Family.BASELINE, partial(_by_factor, "fit")),
)
ABLATIONS: Final = (
    Ranker("without tiers", Family.ABLATION, partial(recommended, weights=FACTORS, by_score=True)),
    *(_weighted(f"without {name}", Family.ABLATION, {**FACTORS, name: 0.0}) for name in FACTORS),
    _weighted(
        "evidence only",
        Family.ABLATION,
        {name: weight if name == "evidence" else 0.0 for name, weight in FACTORS.items()},
    ),
)
RANKERS: Final = (RECOMMENDER, *BASELINES, *ABLATIONS)
