"""Looking up a query's readings in the index: the same name, a like one, the same one elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from operator import attrgetter
from typing import Final

from domain.city_counties import CITY_COUNTIES
from domain.plain import form, long_words, pieces
from domain.vocabulary import JurisdictionKind as Kind
from loaders.jurisdiction import Jurisdiction
from loaders.resolver.index import LAST_LEVEL, CityAndCounty, Index, best, by_size
from loaders.resolver.metropolitan import may_be_called
from loaders.resolver.name_query import ALL, COUNTY, PLACES, NameQuery
from loaders.resolver.reading import Reading, designated
from loaders.resolver.word_more import WordMore
from loaders.resolver.words import METROPOLITAN, NO_STATE_POLICE, TRIBAL

NEAREST: Final = 0.6
"""Least similarity that is worth showing."""

LARGE: Final = 50_000
"""Least people of a metropolitan area's jurisdiction, as of its urban area (OMB's standards of 2010)."""

Scored = tuple[float, Jurisdiction]
"""Similarity, from 0 to 1, and whose name it is."""


class Lookup:
    """Finds what a query may mean."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def named(
        self, query: NameQuery, kinds: frozenset[Kind], counties: frozenset[str] = frozenset()
    ) -> tuple[list[Jurisdiction], str | None]:
        """What bears the name, and the state it was looked for in (None: in all)."""
        for state, group in query.own():
            matches = (
                match
                for one in group
                for match in self._index.matches(one, state, kinds, self._within(one, state, counties))
            )
            if found := best(matches):
                return found, state
        return [], query.state

    def pairs(self, query: NameQuery) -> list[CityAndCounty]:
        """The cities that the text names together with their county."""
        return [
            pair for state, group in query.own() for one in group for pair in self._index.joint(one, state)
        ]

    def cities_named_as_county(self, pair: CityAndCounty) -> list[Jurisdiction]:
        """The other cities of the county that bear its name: Champaign, beside Urbana."""
        own, counties = Reading(pair.county_form), frozenset({pair.county.county or ""})
        matches = self._index.matches(own, pair.city.state, PLACES, counties)
        return [
            one for one in best(match for match in matches if match.order[0] == 0) if one.key != pair.city.key
        ]

    def joint(self, query: NameQuery) -> tuple[list[Jurisdiction], str | None]:
        """What a city's name and its county's mean together, and the state of the search (None: all).

        "Athens-Clarke County" is the county, "Charlotte-Mecklenburg" the city. A type of jurisdiction in the
        row decides before these words do.
        """
        for state, group in query.own():
            for one in sorted(group, key=attrgetter("names_county"), reverse=True):
                if one.word in TRIBAL:
                    continue
                found = dict[str, Jurisdiction]()
                for city, county in self._index.joint(one, state):
                    if CITY_COUNTIES.get(city.key) != county.key and not _is_called_by(one, city):
                        continue
                    for each in (county, city) if one.names_county else (city, county):
                        if _allowed(each, one, query):
                            found[each.key] = each
                            break
                if found:
                    return sorted(found.values(), key=by_size), state
        return [], query.state

    def policed_county(self, query: NameQuery) -> list[Jurisdiction]:
        """The counties whose police are named without the word: "Miami-Dade Police Department".

        Unless the row has the type county, it must be a large one, and no place of the country may bear the
        name: small towns such as Oconee, GA, are missing from our files.
        """
        for state, group in query.own():
            for one in group:
                if one.word not in METROPOLITAN and (one.word or not one.names_police):
                    continue
                county = replace(one, word="county", kinds=None)
                found = best(self._index.matches(county, state, COUNTY & query.kinds))
                if query.kinds != COUNTY:
                    found = [each for each in found if (each.population or 0) >= LARGE]
                    without_state = {each.state for each in found} <= NO_STATE_POLICE
                    kinds = ALL - {Kind.STATE} if without_state else ALL
                    found = [] if self._index.matches(one, None, kinds) else found
                if found := [each for each in found if _is_called_by(one, each)]:
                    return found
        return []

    def city_of_sheriff(self, query: NameQuery) -> tuple[list[Jurisdiction], str | None]:
        """The places of whose sheriff the query says the name: few cities have one."""
        sheriffs = [replace(one, word="", kinds=None) for one in query.meanings if one.kinds == COUNTY]
        return self.named(replace(query, meanings=tuple(sheriffs)), PLACES)

    def is_name(self, text: str, state: str | None) -> bool:
        """True when a folded text is a name as it stands."""
        words = [word for part in pieces(text) for word in long_words(part)]
        name, word = designated(words)
        return bool(self._index.matches(Reading(form(name), word), state, ALL))

    def are_called(self, those: Iterable[Reading], state: str, counties: frozenset[str]) -> bool:
        """True when a jurisdiction bears one of the names with its very designator: Clinton Township."""
        return any(
            match.order[0] == 0 for one in those for match in self._index.matches(one, state, ALL, counties)
        )

    def strange(self, query: NameQuery) -> list[Jurisdiction]:
        """What bears the name in the state that the text says, where that is not the one given."""
        for one in query.strange():
            if found := best(self._index.matches(one, one.state, query.kinds)):
                return found
        return []

    def elsewhere(self, query: NameQuery) -> list[Jurisdiction]:
        """What has this very name in other states."""
        groups = (group for _, group in query.own())
        return best(
            match
            for group in groups
            for one in group
            for match in self._index.matches(one, None, query.kinds)
            if match.order[0] < LAST_LEVEL
        )

    def _within(self, one: Reading, state: str | None, counties: frozenset[str]) -> frozenset[str]:
        """The counties that the text itself names as context, else those given."""
        if not one.county:
            return counties
        named = best(self._index.matches(Reading(one.county, "county"), state, COUNTY))
        return frozenset(each.county or "" for each in named) or frozenset({one.county})

    def near(self, query: NameQuery) -> list[Scored]:
        """Jurisdictions of the state with names like the one asked for, the nearest first.

        A name with one word more is another's, not a misspelling: "UT San Antonio", "East Sacramento". Nor is
        a real name one, though it is of another kind: "Santa Clarita Sheriff" is not Santa Clara County's.
        """
        scores = dict[str, Scored]()
        for state, group in query.own():
            for one in group if state else ():
                within = self._within(one, state, query.counties)
                more = self._names_with_word_more(one, state or "")
                is_real = bool(self._index.matches(Reading(one.name), state, ALL))
                for name, score in self._index.near(one.name, state or "", NEAREST):
                    alike = replace(one, name=name)
                    if is_real or any(each.is_another(name) for each in more):
                        score = NEAREST
                    for found in best(self._index.matches(alike, state, query.kinds, within)):
                        if score > scores.get(found.key, (0.0,))[0]:
                            scores[found.key] = (score, found)
        return sorted(scores.values(), key=lambda each: (-each[0], *by_size(each[1])))

    def _names_with_word_more(self, one: Reading, state: str) -> list[WordMore]:
        """The names of the state that the reading holds entirely, with one word before or after them."""
        words = one.words
        if len(words) == 1:
            return []
        ends = (
            WordMore(form(words[1:]), words[0], first=True),
            WordMore(form(words[:-1]), words[-1], first=False),
        )
        return [each for each in ends if self._index.matches(Reading(each.name), state, ALL)]


def _is_called_by(reading: Reading, one: Jurisdiction) -> bool:
    return may_be_called(reading.word, one.key, police=reading.names_police)


def _allowed(one: Jurisdiction, reading: Reading, query: NameQuery) -> bool:
    return (
        one.kind in query.kinds
        and (reading.kinds is None or one.kind in reading.kinds)
        and (not query.counties or bool(query.counties & one.lies_in))
    )
