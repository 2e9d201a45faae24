"""When requests arrive: a season, a growth and the spring of 2020."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from domain.months import month_index
from loaders.generate.arguments import GenerateArguments

SEASON: Final = (1.05, 1.1, 1.2, 1.1, 1.05, 0.9, 0.7, 0.8, 1.05, 1.2, 0.95, 0.6)
"""Factor of January to December (ours)."""
GROWTH: Final = 1.12
"""Factor from one year to the next (ours)."""
PANDEMIC: Final = (month_index("2020-04"), month_index("2020-06"))
PANDEMIC_FACTOR: Final = 0.35


def month_shares(arguments: GenerateArguments) -> NDArray[np.float64]:
    """The expected share of requests of every month from `first` to `last`; they add up to 1."""
    months = np.arange(arguments.first, arguments.last + 1)
    weights = np.array(SEASON)[months % 12] * GROWTH ** ((months - arguments.first) / 12)
    weights[(months >= PANDEMIC[0]) & (months <= PANDEMIC[1])] *= PANDEMIC_FACTOR
    shares: NDArray[np.float64] = weights / weights.sum()
    return shares


def month_ends(arguments: GenerateArguments, random: np.random.Generator) -> NDArray[np.int64]:
    """The row after the last of every month: rows are in month order, so this alone dates a million rows."""
    return np.cumsum(random.multinomial(arguments.requests, month_shares(arguments)))
