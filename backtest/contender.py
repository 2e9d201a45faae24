"""What is compared: the recommender, simple rules that it must beat, and itself without a factor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Final, NamedTuple

import numpy as np

from backtest.ground import Ground
from backtest.history import History
from backtest.likeness import DECIMALS, Likeness
from backtest.ranking import Groups, by_score
from backtest.trial import Trial
from backtest.twin import Valuation
from domain.recommendation import FACTORS

RECENT_MONTHS: Final = 24


class Family(StrEnum):
    """Kinds of contenders."""

    RECOMMENDER = "recommender"
    BASELINE = "baseline"
    ABLATION = "ablation"


class Situation(NamedTuple):
    """All that was known when a trial was asked. `history` knows more: count before the trial's month."""

    trial: Trial
    valuation: Valuation
    ground: Ground
    history: History
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Contender:
    """A way to rank the candidates."""

    name: str
    family: Family
    rank: Callable[[Situation], Groups]


def recommended(situation: Situation, weights: Mapping[str, float]) -> Groups:
    """The list as the API gives it: nothing is tied, the key decides."""
    sites = situation.valuation.sites
    return [[sites[at]] for at in situation.valuation.order(weights)]


def _random(situation: Situation) -> Groups:
    return [situation.valuation.sites]


def _popular(situation: Situation) -> Groups:
    return by_score(_matches(situation))


def _recently_popular(situation: Situation) -> Groups:
    month = situation.trial.month
    return by_score(_matches(situation, since=month - RECENT_MONTHS))


def _popular_with_the_type(situation: Situation) -> Groups:
    """Where two had as many matches with places of the type, the more popular: a staff member's rule."""
    sites, trial = situation.valuation.sites, situation.trial
    place = situation.ground.places[trial.place]
    alike = situation.history.counts_of_type(sites, place, trial.month)
    of_all = _matches(situation)
    return by_score({site: (count, of_all[site]) for site, count in zip(sites, alike, strict=True)})


def _nearest(situation: Situation) -> Groups:
    def away(site: str) -> float:
        return situation.likeness.miles(situation.trial.place, situation.ground.sites[site].serves)

    return by_score({site: -np.nan_to_num(away(site), nan=np.inf) for site in situation.valuation.sites})


def _by_factor(name: str, situation: Situation) -> Groups:
    column = situation.valuation.values[:, list(FACTORS).index(name)]
    values = np.round(np.nan_to_num(column), DECIMALS).tolist()
    return by_score(dict(zip(situation.valuation.sites, values, strict=True)))


def _matches(situation: Situation, **since: int) -> dict[str, int]:
    sites = situation.valuation.sites
    return dict(zip(sites, situation.history.counts(sites, situation.trial.month, **since), strict=True))


def _weighed(name: str, family: Family, weights: Mapping[str, float]) -> Contender:
    return Contender(name, family, partial(recommended, weights=weights))


RECOMMENDER: Final = _weighed("recommendSites", Family.RECOMMENDER, FACTORS)
BASELINES: Final = (
    Contender("random", Family.BASELINE, _random),
    Contender("most popular", Family.BASELINE, _popular),
    Contender(f"most popular, {RECENT_MONTHS} months", Family.BASELINE, _recently_popular),
    Contender("nearest", Family.BASELINE, _nearest),
    Contender("same type popular", Family.BASELINE, _popular_with_the_type),
    Contender("coverage only", Family.BASELINE, partial(_by_factor, "coverage")),
    Contender("fit only", Family.BASELINE, partial(_by_factor, "fit")),
)
ABLATIONS: Final = (
    *(_weighed(f"without {name}", Family.ABLATION, {**FACTORS, name: 0.0}) for name in FACTORS),
    _weighed(
        "evidence only",
        Family.ABLATION,
        {name: weight if name == "evidence" else 0.0 for name, weight in FACTORS.items()},
    ),
)
CONTENDERS: Final = (RECOMMENDER, *BASELINES, *ABLATIONS)
