"""Townships and towns, by the list of governments that exist: most are missing from our files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from domain.vocabulary import JurisdictionKind as Kind
from loaders.jurisdiction import Jurisdiction
from loaders.resolver.answer import Ambiguous, Answer, How, Resolved, Unknown
from loaders.resolver.candidates import candidates
from loaders.resolver.known_names import KnownName, KnownNames, only_key
from loaders.resolver.lookup import Lookup
from loaders.resolver.name_query import NameQuery
from loaders.resolver.reading import Reading
from loaders.resolver.words import TOWNSHIPS

NO_TOWN: Final = frozenset({"borough", "city", "village"})
"""Designators of municipalities that may lie in a town of their name."""
WITHOUT_TOWNS: Final = frozenset({"NY"})
"""States of whose towns our files have only the hamlets and villages of the same names: the town of
Brookhaven has 486,000 people, its hamlet 3,500. A town on the list of police agencies may have a node."""


class MinorDivisions:
    """Tells a township or town from the city of its name, which is another government."""

    def __init__(self, known: KnownNames, lookup: Lookup, by_key: Mapping[str, Jurisdiction]) -> None:
        self._known, self._lookup, self._by_key = known, lookup, by_key

    def answer(self, query: NameQuery) -> Answer | None:
        """The one in the list, or that it is not in the data.

        None for one that our files hold as such, or that nothing else in its state could be taken for.
        """
        answers = (self._in_state(query, *each) for each in query.minor_divisions().items())
        return next((answer for answer in answers if answer), None)

    def county_or_town(self, query: NameQuery, found: Sequence[Jurisdiction]) -> Ambiguous | None:
        """Ambiguous for the bare name of a county that police of a town bear, too: "Essex", VT."""
        bare = not any(one.word or one.kinds for one in query.meanings)
        if query.area or not (bare and found and Kind.PLACE in query.kinds):
            return None
        if any(one.kind is not Kind.COUNTY for one in found):
            return None
        for state, group in query.own():
            if state and any(self._known.police_of_missing(one.name, state) for one in group):
                why = f"a municipality of this name in {state} is not in the data; for the county add County"
                return Ambiguous(why, candidates((1.0, one) for one in found))
        return None

    def _in_state(self, query: NameQuery, state: str, minor: Sequence[Reading]) -> Answer | None:
        own = [replace(one, kinds=None) for one in minor]
        if self._lookup.are_called(own, state, query.counties):
            return None
        names = {one.name for one in minor}
        listed = [
            known
            for name in names
            for known in self._known.of(name, state, minor=True, counties=query.counties)
        ]
        if key := only_key(listed, self._by_key):
            return Resolved((key,), How.NAME)
        namesakes = [each for name in names for each in self._known.of(name, state, minor=False)]
        others = any(self._known.designators(name, state) & NO_TOWN for name in names)
        if (
            listed
            or others
            or state in WITHOUT_TOWNS
            or any(minor[0].word in TOWNSHIPS or self._is_city(each) for each in namesakes)
        ):
            why = f"a {minor[0].word} of this name in {state} is not in the data"
            return Unknown(why, candidates(self._lookup.near(query)))
        return None

    def _is_city(self, known: KnownName) -> bool:
        """True for a name of an incorporated place, which in New England and New York is no town."""
        place = self._by_key.get(known.key or "")
        return place is not None and bool(place.incorporated)
