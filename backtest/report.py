"""Report of a backtest. As JSON the names of the fields are stable; docs/backtest.md explains them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from backtest.agreement import Agreement
from backtest.ranker import Family
from backtest.ranking import Measures


@dataclass(frozen=True, slots=True)
class Difference:
    """Mean of the recommender's measure minus that of a ranker, with its 95 % interval."""

    value: float
    low: float
    high: float

    @property
    def is_above_zero(self) -> bool:
        """True if the recommender is better by more than chance among requesters explains."""
        return self.low > 0


@dataclass(frozen=True, slots=True)
class RankerResult:
    """A ranker: means over all trials, and by measure how far the recommender is ahead of it."""

    name: str
    family: Family
    means: Measures
    ahead: dict[str, Difference]


@dataclass(frozen=True, slots=True)
class Segment:
    """The recommender on some of the trials; `means` is None where there are none."""

    trials: int
    means: Measures | None


@dataclass(frozen=True, slots=True)
class Exposure:
    """A site's share of all first three places, and of all answers."""

    site: str
    shown: float
    answered: float


@dataclass(frozen=True, slots=True)
class Findings:
    """Results of one log. `exposure_gap` is half the sum of the differences of the shares, 0 to 1.

    `smallest_difference` of MRR to the strongest baseline would be seen in 4 of 5 such logs.
    """

    trials: int
    standings: Sequence[RankerResult]
    requesters: dict[str, Segment]
    labels: dict[str, Segment]
    exposure_gap: float
    exposure: Sequence[Exposure]
    smallest_difference: float

    def of(self, name: str) -> RankerResult:
        """The ranker of a name."""
        return next(each for each in self.standings if each.name == name)

    def family(self, family: Family) -> list[RankerResult]:
        """The rankers of a kind."""
        return [each for each in self.standings if each.family is family]


@dataclass(frozen=True, slots=True)
class BacktestReport:
    """The requests, the options, and the results; `shuffled` is None unless the options say so."""

    source: str
    requests: int
    synthetic: int
    requesters: int
    left_out: dict[str, int]
    warm: float
    draws: int
    seed: int
    engine: str
    agreement: Agreement
    observed: Findings
    shuffled: Findings | None
