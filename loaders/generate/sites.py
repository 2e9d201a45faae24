"""Who can answer: the documented current sites, as arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from domain.months import month_index
from domain.program import CURRENT_SITES
from domain.vocabulary import JurisdictionKind as Kind
from domain.vocabulary import SiteStatus as Status
from loaders.generate.archetypes import SITE_ARCHETYPES, Archetype
from loaders.generate.candidates import Candidates
from loaders.jurisdiction import Jurisdiction
from loaders.sources.sites.contract import Site

SITES_OF_2021: Final = month_index("2021-04")
"""Five sites joined in April 2021; the undocumented ones are among them, so they answer from then on."""


class Sites:
    """In key order. `operates` is sites × (models + 1), false for no model in the last column.

    `joined` holds month indexes: January of the year, April for 2021. A current site that SITE_ARCHETYPES
    does not know yet counts as mid-sized.
    """

    def __init__(
        self, sites: Sequence[Site], jurisdictions: Mapping[str, Jurisdiction], models: Sequence[str]
    ) -> None:
        current = sorted((site for site in sites if site.status is Status.CURRENT), key=lambda site: site.key)
        self.keys = [site.key for site in current]
        self.undocumented = CURRENT_SITES - len(current)
        self.archetypes = np.array([SITE_ARCHETYPES.get(key, Archetype.MID) for key in self.keys])
        self.joined = np.array(
            [max(12 * site.joined_year, SITES_OF_2021 * (site.joined_year == 2021)) for site in current]
        )
        self.regions = [jurisdictions[f"us-state:{site.state}"].census_region for site in current]
        operated = [{model.key for model in site.models} for site in current]
        self.operates = np.array([[*(model in those for model in models), False] for those in operated])
        self._served = [{jurisdictions[key] for key in site.serves} for site in current]

    def serving(self, candidates: Candidates) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """(Candidates + 1) × sites, twice: which sites serve the candidate, and which a campus in its county.

        The last row, false, stands for no candidate (index -1).
        """
        itself = np.zeros((len(candidates.units) + 1, len(self.keys)), dtype=bool)
        campus = itself.copy()
        for number, served in enumerate(self._served):
            keys = {one.key for one in served}
            counties = {one.county for one in served if one.kind is Kind.CAMPUS}
            itself[:-1, number] = [unit.key in keys for unit in candidates.units]
            campus[:-1, number] = [unit.county in counties for unit in candidates.units]
        return itself, campus
