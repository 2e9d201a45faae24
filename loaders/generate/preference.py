"""Which sites answer: the planted preference, whose form is on purpose not that of `recommendSites`.

Utility of site s for a request, of which the greatest is chosen (all parts are ours):

    a_s + strength × (2.2 · AFFINITY[requester, s] + 1.3 · [s operates the first wanted model]
          + 0.7 · [same Census region] + 0.9 · [s answered anyone in my state in the last 24 months]
          + 1.0 · [s is my state's hidden champion]) + Gumbel noise
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from domain.program import CURRENT_SITES
from loaders.generate.archetypes import AFFINITY
from loaders.generate.sites import SITES_OF_2021, Sites

ARCHETYPE: Final = 2.2
MODEL: Final = 1.3
REGION: Final = 0.7
REFERRAL: Final = 0.9
CHAMPION: Final = 1.0
MEMORY_MONTHS: Final = 24
POPULARITY_SPREAD: Final = 0.5
POPULAR: Final = {"site:houston-pd": 0.6, "site:madison-wi-pd": 0.2}
SECOND_SITE: Final = 0.20
THIRD_SITE: Final = 0.05
NOBODY: Final = -1
UNDOCUMENTED: Final = -2
_LONG_AGO: Final = -(10**6)


class Preference:
    """Chooses sites and remembers who answered in which state: rows are to come in month order."""

    def __init__(
        self, sites: Sites, regions: Sequence[str], strength: float, random: np.random.Generator
    ) -> None:
        """`regions` are the Census regions of the states; `random` draws popularity and champions."""
        self._sites, self._strength = sites, strength
        count = len(sites.keys)
        self._popularity = random.normal(0.0, POPULARITY_SPREAD, count)
        self._popularity += [POPULAR.get(key, 0.0) for key in sites.keys]
        champion = random.integers(0, count, len(regions))
        same_region = [[region == other for other in sites.regions] for region in regions]
        self._home = REGION * np.array(same_region) + CHAMPION * (champion[:, None] == np.arange(count))
        # Two arrays, so that a request sees the answers of earlier months only, wherever a block begins.
        self._answered = np.full((len(regions), count), _LONG_AGO)
        self._this_month = self._answered.copy()
        self._month = _LONG_AGO

    def choose(
        self,
        month: NDArray[np.int64],
        state: NDArray[np.int64],
        archetype: NDArray[np.int64],
        first_model: NDArray[np.int64],
        barred: NDArray[np.bool_],
        matched: NDArray[np.bool_],
        random: np.random.Generator,
    ) -> NDArray[np.int64]:
        """Rows × 3: indexes of sites, best first, UNDOCUMENTED, or NOBODY (always where not `matched`).

        `barred` is rows × sites: the sites that serve the requester.
        """
        sites, rows = self._sites, len(month)
        fit = ARCHETYPE * AFFINITY[archetype[:, None], sites.archetypes] + self._home[state]
        fit += MODEL * sites.operates.T[first_model]
        utility = self._popularity + self._strength * fit + random.gumbel(size=fit.shape)
        utility[barred | (month[:, None] < sites.joined)] = -np.inf
        more = random.random(rows)
        hidden = random.random((rows, 3)) < sites.undocumented / CURRENT_SITES
        hidden &= (month >= SITES_OF_2021)[:, None]
        silent = np.stack(
            [~matched, ~matched | (more >= SECOND_SITE), ~matched | (more >= THIRD_SITE)], axis=1
        )
        hidden &= ~silent
        hidden &= np.cumsum(hidden, axis=1) <= sites.undocumented

        chosen = np.empty((rows, 3), dtype=np.int64)
        starts = np.flatnonzero(np.diff(month, prepend=_LONG_AGO))
        for start, end in zip(starts, [*starts[1:], rows], strict=True):
            part = slice(start, end)
            self._turn(int(month[start]))
            recent = self._month - self._answered[state[part]] <= MEMORY_MONTHS
            best = np.argsort(-(utility[part] + self._strength * REFERRAL * recent), axis=1)[:, :3]
            picks = np.where(silent[part], NOBODY, np.where(hidden[part], UNDOCUMENTED, best))
            row, slot = np.nonzero(picks >= 0)
            self._this_month[state[part][row], picks[row, slot]] = self._month
            chosen[part] = picks
        return chosen

    def _turn(self, month: int) -> None:
        if month != self._month:
            self._month = month
            self._answered[:] = self._this_month
