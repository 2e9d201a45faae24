"""A query to the resolver: what a row says of its jurisdiction, in the terms of our data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from domain.former_counties import FormerCounty
from domain.vocabulary import JurisdictionKind as Kind
from domain.vocabulary import JurisdictionType
from loaders.jurisdiction import Jurisdiction
from loaders.resolver.reading import Reading
from loaders.resolver.words import METROPOLITAN, is_minor_division

ALL: Final = frozenset(Kind)
COUNTY: Final = frozenset({Kind.COUNTY})
PLACES: Final = frozenset({Kind.PLACE})
KINDS: Final[dict[JurisdictionType | None, frozenset[Kind]]] = {
    None: ALL,
    JurisdictionType.CITY: frozenset({Kind.PLACE, Kind.TOWNSHIP}),
    JurisdictionType.COUNTY: COUNTY,
    JurisdictionType.STATE: frozenset({Kind.STATE}),
    JurisdictionType.MULTI_JURISDICTION: frozenset({Kind.REGION}),
    JurisdictionType.CAMPUS: frozenset({Kind.CAMPUS}),
    JurisdictionType.TRIBAL: frozenset({Kind.TRIBE}),
    JurisdictionType.TOWNSHIP: frozenset({Kind.PLACE, Kind.TOWNSHIP}),
}
"""What a request's type of jurisdiction can be in the graph."""


@dataclass(frozen=True, slots=True)
class NameQuery:
    """`area` is what FIPS names; `within` are the counties of the ZIP code, or the successors of `former`,
    the county that FIPS names; `places` have the ZIP code. `meanings` come by rank."""

    text: str
    zip_code: str
    state: str | None
    kind: JurisdictionType | None
    area: Jurisdiction | None
    within: tuple[Jurisdiction, ...]
    places: tuple[Jurisdiction, ...]
    former: FormerCounty | None
    meanings: tuple[Reading, ...]

    @property
    def kinds(self) -> frozenset[Kind]:
        """What it can be."""
        return KINDS[self.kind]

    @property
    def counties(self) -> frozenset[str]:
        """FIPS of the counties that FIPS or ZIP code lead to; empty when neither does."""
        near = (self.area,) if self.area else self.within
        return frozenset(one.county for one in near if one.county)

    @property
    def asks_for_county(self) -> bool:
        """True when nothing but a county can be meant."""
        return self.kinds == COUNTY or (
            Kind.COUNTY in self.kinds and any(one.names_county for one in self.meanings)
        )

    @property
    def is_metropolitan(self) -> bool:
        """True when the text says that the government is a metropolitan area's: "Metro Nashville"."""
        return any(one.word in METROPOLITAN for one in self.meanings)

    def minor_divisions(self) -> dict[str, list[Reading]]:
        """Readings that name a township, or a town where towns are not municipalities, by their state.

        The state is the row's, or what the text says: "Jackson Township, NJ".
        """
        found = dict[str, list[Reading]]()
        for state, group in self.own():
            if state and (minor := [one for one in group if is_minor_division(one.word, state)]):
                found.setdefault(state, []).extend(minor)
        return found

    def own(self) -> Iterator[tuple[str | None, list[Reading]]]:
        """Readings by rank with their state, without those of another state than the one that is given."""
        for _, group in groupby(self.meanings, lambda one: one.rank):
            fitting = [one for one in group if self.state in (None, one.state) or one.state is None]
            if fitting:
                yield fitting[0].state or self.state, fitting

    def strange(self) -> list[Reading]:
        """Readings of another state than the one that is given."""
        return [one for one in self.meanings if self.state and one.state not in (None, self.state)]
