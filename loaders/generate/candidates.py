"""Possible requesters: the places and counties of the chosen states, as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from domain.vocabulary import JurisdictionKind as Kind
from loaders.generate.archetypes import county_archetypes, place_archetypes
from loaders.generate.urn import Urn
from loaders.jurisdiction import Jurisdiction

LEAST_PEOPLE: Final = 2_500
"""Smaller places are not drawn (ours)."""
HOST_PEOPLE: Final = (30_000, 400_000)
"""People of a place that may host an asking campus (ours)."""


class Candidates:
    """Places first, then counties; `units[i]` and the i-th entry of every array belong together.

    `state` counts within `states`. `neighbors` holds the adjacent counties of the same state of every unit,
    one after the other from `first_neighbor` on, `degree` of them.
    """

    def __init__(
        self,
        jurisdictions: Sequence[Jurisdiction],
        states: Sequence[str],
        adjacent: Sequence[tuple[str, str]],
    ) -> None:
        place_of = {code: number for number, code in enumerate(states)}
        mine = [one for one in jurisdictions if one.state in place_of]
        counties = [one for one in mine if one.kind is Kind.COUNTY]
        places = [one for one in mine if one.kind is Kind.PLACE and one.population >= LEAST_PEOPLE]
        self.states = list(states)
        self.units = places + counties
        self.is_county = np.arange(len(self.units)) >= len(places)
        self.state = np.array([place_of[one.state] for one in self.units])
        self.people = np.array([one.population for one in self.units])
        self.archetype = np.where(
            self.is_county,
            county_archetypes(self.people),
            place_archetypes(self.people, np.array([one.urban_class for one in self.units])),
        )
        self.counties = self._urn(self.is_county)
        self.places = self._urn(~self.is_county)
        self.hosts = self._urn(
            ~self.is_county & (self.people >= HOST_PEOPLE[0]) & (self.people <= HOST_PEOPLE[1])
        )
        self._link(adjacent)

    def _urn(self, those: NDArray[np.bool_]) -> Urn:
        items = np.flatnonzero(those)
        return Urn(items, self.state[items], np.sqrt(self.people[items]), len(self.states))

    def _link(self, adjacent: Sequence[tuple[str, str]]) -> None:
        unit_of = {unit.key: number for number, unit in enumerate(self.units)}
        linked: list[set[int]] = [set() for _ in self.units]
        for pair in adjacent:
            one, other = (unit_of.get(key) for key in pair)
            if one is not None and other is not None and self.state[one] == self.state[other]:
                linked[one].add(other)
                linked[other].add(one)
        self.degree = np.array([len(those) for those in linked])
        self.first_neighbor = np.cumsum(self.degree) - self.degree
        self.neighbors = np.array([number for those in linked for number in sorted(those)])
