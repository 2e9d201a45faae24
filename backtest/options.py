"""Options of a backtest, with their limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from graph.errors import InvalidInput

LEAST_TRIALS: Final = 100
LEAST_DRAWS, MOST_DRAWS = 100, 100_000
MOST_WARM: Final = 0.95


@dataclass(frozen=True, slots=True)
class BacktestOptions:
    """`warm`: share of the requests that only serve as evidence; `draws` of the bootstrap; `seed` of the
    draws and of the shuffle; `shuffle`: also evaluate the log with its answers shuffled.

    Raises InvalidInput.
    """

    warm: float = 0.4
    draws: int = 2000
    seed: int = 1
    shuffle: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.warm <= MOST_WARM:
            raise InvalidInput(
                f"warm: {self.warm} is outside 0 to {MOST_WARM}; choose a share in this range."
            )
        if not LEAST_DRAWS <= self.draws <= MOST_DRAWS:
            raise InvalidInput(
                f"boot: {self.draws} is outside {LEAST_DRAWS} to {MOST_DRAWS}; choose a number in this range."
            )
        if self.seed < 0:
            raise InvalidInput(f"seed: {self.seed} is below 0; choose an integer of 0 or more.")
