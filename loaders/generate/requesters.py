"""Who asks: a new requester, or one that asked before."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import IntEnum
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from domain.vocabulary import AgencyType, AskerRole, SwornBand
from loaders.generate.archetypes import Archetype, county_archetypes
from loaders.generate.candidates import Candidates

TRIBAL_SHARE: Final = 0.01
COALITION_SHARE: Final = 0.03
PLACE_SHARE: Final = 0.68
"""Of the requesters that are neither; the others are counties (shares are ours)."""
CAMPUS_SHARE: Final = 0.07
"""Of the place draws, in states with a place that may host one."""
GRANTEE_SHARE: Final = 0.15
NONE: Final = -1

AGENCIES: Final = tuple(AgencyType)
BANDS: Final = tuple(SwornBand)
BAND_EDGES: Final = (10, 50, 250, 1000)
OFFICERS: Final = {
    AgencyType.MUNICIPAL_POLICE: 2.0,
    AgencyType.COUNTY_POLICE: 1.5,
    AgencyType.SHERIFF: 1.0,
    AgencyType.COALITION: 1.0,
    AgencyType.CAMPUS_POLICE: 0.5,
}
"""Sworn officers estimated per 1,000 people of the jurisdiction or of a campus' host (ours)."""
ROLES: Final = tuple(AskerRole)
POLICE_ROLES: Final = (0.20, 0.30, 0.20, 0.17, 0.03, 0.06, 0.02, 0.02)
"""Share of each of ROLES where the asking agency has officers (ours)."""
OTHER_ROLES: Final = (0.10, 0.00, 0.05, 0.35, 0.20, 0.10, 0.15, 0.05)
"""The same for other agencies."""


class Asker(IntEnum):
    """Kind of requester."""

    PLACE = 0
    COUNTY = 1
    CAMPUS = 2
    COALITION = 3
    TRIBAL = 4


AGENCIES_OF_KINDS: Final = {
    Asker.PLACE: (
        (0.92, AgencyType.MUNICIPAL_POLICE),
        (0.05, AgencyType.BEHAVIORAL_HEALTH),
        (0.03, AgencyType.LOCAL_GOVERNMENT),
    ),
    Asker.COUNTY: (
        (0.84, AgencyType.SHERIFF),
        (0.06, AgencyType.COUNTY_POLICE),
        (0.07, AgencyType.BEHAVIORAL_HEALTH),
        (0.03, AgencyType.LOCAL_GOVERNMENT),
    ),
    Asker.CAMPUS: ((1.0, AgencyType.CAMPUS_POLICE),),
    Asker.COALITION: ((1.0, AgencyType.COALITION),),
    Asker.TRIBAL: ((1.0, AgencyType.TRIBAL_POLICE),),
}
"""Shares of the agencies that ask for each kind (ours)."""


@dataclass(frozen=True, slots=True)
class Requesters:
    """One array a field, one entry a row; `second` and `third` are the partners of a coalition."""

    kind: NDArray[np.int64]
    state: NDArray[np.int64]
    unit: NDArray[np.int64]
    """Index of the candidate: the place, the campus' host, the (first) county; NONE for a tribe."""
    second: NDArray[np.int64]
    third: NDArray[np.int64]
    agency: NDArray[np.int64]
    """Index into AGENCIES."""
    grantee: NDArray[np.bool_]

    def take(self, rows: NDArray[np.int64] | slice) -> Self:
        """These rows of every field."""
        return type(self)(*(getattr(self, field.name)[rows] for field in fields(self)))

    def after(self, earlier: Self | None) -> Self:
        """The rows of `earlier`, then these."""
        if earlier is None:
            return self
        pairs = ((getattr(earlier, field.name), getattr(self, field.name)) for field in fields(self))
        return type(self)(*(np.concatenate(pair) for pair in pairs))

    def members(self, row: int) -> list[int]:
        """The candidates that one row stands for: none for a tribe, two or three for a coalition."""
        parts = (self.unit[row], self.second[row], self.third[row])
        return [int(part) for part in parts if part != NONE]

    def identity(self) -> NDArray[np.int64]:
        """One number per jurisdiction or set of jurisdictions; equal numbers are the same requester."""
        code = self.kind * 64 + self.state
        for part in (self.unit, self.second, self.third):
            code = code * 2**17 + part + 1
        return code

    def people(self, candidates: Candidates) -> NDArray[np.int64]:
        """People of the jurisdiction, of all counties together, or of a campus' host; 0 for a tribe."""
        return sum(
            (
                np.where(part == NONE, 0, candidates.people[part])
                for part in (self.unit, self.second, self.third)
            ),
            start=np.zeros(len(self.kind), dtype=np.int64),
        )

    def archetype(self, candidates: Candidates) -> NDArray[np.int64]:
        """Archetype of every row; a tribe, of whose size nothing is known, counts as rural."""
        return np.select(
            [self.kind == Asker.CAMPUS, self.kind == Asker.TRIBAL, self.kind == Asker.COALITION],
            [Archetype.CAMPUS, Archetype.RURAL, county_archetypes(self.people(candidates))],
            candidates.archetype[self.unit],
        )

    def band(self, candidates: Candidates) -> NDArray[np.int64]:
        """Estimated sworn band as an index into BANDS; NONE where no officers or no people are known."""
        rate = np.array([OFFICERS.get(agency, 0.0) for agency in AGENCIES])[self.agency]
        officers = self.people(candidates) * rate / 1000
        return np.where(officers > 0, np.searchsorted(BAND_EDGES, officers, side="right"), NONE)


def draw_requesters(
    candidates: Candidates, state: NDArray[np.int64], random: np.random.Generator
) -> Requesters:
    """New requesters, one in each of the given states (indexes into `candidates.states`)."""
    rows = len(state)
    chance = {
        name: random.random(rows)
        for name in ("kind", "place", "campus", "unit", "near", "far", "agency", "grantee")
    }
    is_place = chance["place"] < PLACE_SHARE
    kind = np.where(is_place, Asker.PLACE, Asker.COUNTY)
    kind[is_place & (chance["campus"] < CAMPUS_SHARE) & candidates.hosts.holds(state)] = Asker.CAMPUS
    kind[chance["kind"] < TRIBAL_SHARE + COALITION_SHARE] = Asker.COALITION
    kind[chance["kind"] < TRIBAL_SHARE] = Asker.TRIBAL

    unit = np.full(rows, NONE)
    for urn, kinds in (
        (candidates.places, (Asker.PLACE,)),
        (candidates.counties, (Asker.COUNTY, Asker.COALITION)),
        (candidates.hosts, (Asker.CAMPUS,)),
    ):
        those = np.isin(kind, kinds)
        unit[those] = urn.draw(state[those], chance["unit"][those])

    in_coalition = kind == Asker.COALITION
    members = _coalitions(
        candidates, unit[in_coalition], chance["near"][in_coalition], chance["far"][in_coalition]
    )
    unit[in_coalition] = members[:, 0]
    second, third = np.full(rows, NONE), np.full(rows, NONE)
    second[in_coalition], third[in_coalition] = members[:, 1], members[:, 2]
    kind[in_coalition & (second == NONE)] = Asker.COUNTY

    agency = np.zeros(rows, dtype=np.int64)
    for one, shares in AGENCIES_OF_KINDS.items():
        codes = np.array([AGENCIES.index(name) for _, name in shares])
        edges = np.cumsum([share for share, _ in shares])[:-1]
        agency[kind == one] = codes[np.searchsorted(edges, chance["agency"][kind == one], side="right")]
    return Requesters(kind, state, unit, second, third, agency, chance["grantee"] < GRANTEE_SHARE)


def _coalitions(
    candidates: Candidates, county: NDArray[np.int64], near: NDArray[np.float64], far: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Rows × 3: each county with one or two of its neighbors in ascending order, then NONE.

    Half have three members where there are two neighbors; a county without a neighbor stays alone.
    """
    degree, first = candidates.degree[county], candidates.first_neighbor[county]
    last = len(candidates.neighbors) - 1
    step = np.floor(near * degree).astype(np.int64)
    one = candidates.neighbors[np.minimum(first + step, last)]
    # Chances below one half leave a coalition of two; the rest, spread over the others, names a third.
    other = (step + 1 + np.floor((2 * far - 1) * (degree - 1)).astype(np.int64)) % np.maximum(degree, 1)
    two = candidates.neighbors[np.minimum(first + other, last)]
    beyond = len(candidates.units)
    members = np.stack(
        [county, np.where(degree > 0, one, beyond), np.where((degree > 1) & (far >= 0.5), two, beyond)],
        axis=1,
    )
    members.sort(axis=1)
    return np.where(members == beyond, NONE, members)


def draw_roles(requesters: Requesters, random: np.random.Generator) -> NDArray[np.int64]:
    """The role of the person who asks, as an index into ROLES; a requester may come back through another."""
    chance = random.random(len(requesters.kind))
    has_officers = np.array([agency in OFFICERS or agency is AgencyType.TRIBAL_POLICE for agency in AGENCIES])
    return np.where(
        has_officers[requesters.agency],
        np.searchsorted(np.cumsum(POLICE_ROLES)[:-1], chance, side="right"),
        np.searchsorted(np.cumsum(OTHER_ROLES)[:-1], chance, side="right"),
    )
