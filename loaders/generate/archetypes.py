"""Six archetypes of requesters and sites, by hard thresholds: on purpose not our smooth similarity."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray


class Archetype(IntEnum):
    """Order of the rows and columns of AFFINITY."""

    METRO = 0
    COUNTY_METRO = 1
    MID = 2
    SUBURB = 3
    RURAL = 4
    CAMPUS = 5


AFFINITY: Final = np.array(
    [
        [1.0, 0.5, 0.3, 0.2, 0.0, 0.1],
        [0.6, 1.0, 0.2, 0.1, 0.2, 0.0],
        [0.3, 0.1, 1.0, 0.5, 0.3, 0.3],
        [0.2, 0.1, 0.5, 1.0, 0.1, 0.1],
        [0.0, 0.2, 0.4, 0.1, 1.0, 0.0],
        [0.1, 0.0, 0.4, 0.2, 0.0, 1.0],
    ]
)
"""How well a site (column) suits a requester (row); planted, ours."""

SITE_ARCHETYPES: Final = {
    "site:houston-pd": Archetype.METRO,
    "site:los-angeles-pd": Archetype.METRO,
    "site:salt-lake-city-pd": Archetype.METRO,
    "site:tucson-pd": Archetype.METRO,
    "site:harris-county-so": Archetype.COUNTY_METRO,
    "site:miami-dade-pd": Archetype.COUNTY_METRO,
    "site:madison-wi-pd": Archetype.MID,
    "site:portland-me-pd": Archetype.MID,
    "site:arlington-ma-pd": Archetype.SUBURB,
    "site:madison-county-tn-so": Archetype.RURAL,
    "site:yavapai-coalition": Archetype.RURAL,
    "site:university-of-florida-pd": Archetype.CAMPUS,
}
"""The candidates: the documented current sites."""


def county_archetypes(people: NDArray[np.int64]) -> NDArray[np.int64]:
    """Of counties, or of several counties together, by their people."""
    return np.where(
        people >= 400_000, Archetype.COUNTY_METRO, np.where(people >= 150_000, Archetype.MID, Archetype.RURAL)
    )


def place_archetypes(people: NDArray[np.int64], urban_class: NDArray[np.int64]) -> NDArray[np.int64]:
    """Of places by their people and their county's urban class (0 large metro … 4 noncore)."""
    return np.select(
        [
            people >= 300_000,
            (urban_class == 0) & (people < 120_000),
            (urban_class >= 2) & (people < 20_000),
        ],
        [Archetype.METRO, Archetype.SUBURB, Archetype.RURAL],
        Archetype.MID,
    )
