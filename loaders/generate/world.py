"""What stays the same from the first row to the last: reference data, chosen states, dates, hidden truths."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from domain.states import TERRITORIES
from domain.vocabulary import JurisdictionKind as Kind
from loaders.generate.arguments import GenerateArguments
from loaders.generate.candidates import Candidates
from loaders.generate.months import month_ends
from loaders.generate.preference import Preference
from loaders.generate.reference import Reference
from loaders.generate.sites import Sites
from loaders.generate.wishes import WishList


class World:
    """Draws from `random` all that does not belong to a single row."""

    def __init__(
        self, arguments: GenerateArguments, reference: Reference, random: np.random.Generator
    ) -> None:
        self.arguments = arguments
        jurisdictions = reference.jurisdictions
        states = sorted(
            (one for one in jurisdictions if one.kind is Kind.STATE and one.state not in TERRITORIES),
            key=lambda one: one.key,
        )
        by_size = np.sqrt([state.population for state in states])
        # In the order of the draw: the first rows go to them one by one.
        drawn = random.choice(len(states), size=arguments.states, replace=False, p=by_size / by_size.sum())
        self.states = [states[number] for number in drawn]
        self._upto = np.cumsum(by_size[drawn] / by_size[drawn].sum())
        self._month_ends = month_ends(arguments, random)

        self.candidates = Candidates(
            jurisdictions, [state.state for state in self.states], reference.adjacency
        )
        self.wishes = WishList(reference.models, reference.topics)
        by_key = {one.key: one for one in jurisdictions}
        self.sites = Sites(reference.sites, by_key, reference.models)
        self.serving, self.serving_campus = self.sites.serving(self.candidates)
        regions = [state.census_region for state in self.states]
        self.preference = Preference(self.sites, regions, arguments.strength, random)

    def months(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Month index of each row of the log."""
        return self.arguments.first + np.searchsorted(self._month_ends, rows, side="right")

    def new_states(self, rows: NDArray[np.int64], chance: NDArray[np.float64]) -> NDArray[np.int64]:
        """Index of the state of a new requester in each row, given a chance in [0, 1).

        Every state once first: √people alone leaves some out of a log of 510.
        """
        last = len(self.states) - 1
        return np.where(
            rows <= last, rows, np.minimum(np.searchsorted(self._upto, chance, side="right"), last)
        )
