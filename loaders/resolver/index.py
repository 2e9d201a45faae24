"""The index of names: jurisdictions by state and form, in every state or in one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from domain.former_counties import FORMER_COUNTIES
from domain.plain import folded, form, long_words, pieces
from domain.vocabulary import JurisdictionKind as Kind
from loaders.jurisdiction import Jurisdiction
from loaders.resolver.metropolitan import may_be_called
from loaders.resolver.reading import Reading, designated
from loaders.resolver.words import (
    DESIGNATORS,
    MINOR_DIVISIONS,
    OF_COUNTIES,
    TOWNSHIPS,
    TRIBAL,
    is_minor_division,
)

_KIND_ORDER: Final = (
    Kind.PLACE,
    Kind.TOWNSHIP,
    Kind.CAMPUS,
    Kind.TRIBE,
    Kind.REGION,
    Kind.STATE,
    Kind.COUNTY,
)
"""Of a bare name in a state: "New York, NY" is the city before the state."""
_OF_COUNTY: Final = _KIND_ORDER.index(Kind.COUNTY)
_SHORTENED: Final = 2
"""The level of a name without the designator that belongs to it."""
LAST_LEVEL: Final = 3
PUERTO_RICO: Final = "PR"


@dataclass(frozen=True, slots=True)
class Entry:
    """A name of a jurisdiction without `word`, the designator that belongs to it (empty: it has none).

    `other` is 1 for a name that is not its first.
    """

    jurisdiction: Jurisdiction
    word: str
    other: int


@dataclass(frozen=True, slots=True)
class Match:
    """A jurisdiction that a reading fits; a smaller `order` fits better, equal ones are equally good."""

    jurisdiction: Jurisdiction
    order: tuple[int, int, int]


class CityAndCounty(NamedTuple):
    """A city and the county that it lies in: governments of both carry both names."""

    city: Jurisdiction
    county: Jurisdiction

    @property
    def name(self) -> str:
        """The form of both names together: charlottemecklenburg."""
        return form(_words(self.city)) + self.county_form

    @property
    def county_form(self) -> str:
        """The form of the county's name without its designator."""
        return form(designated(_words(self.county))[0])


class Index:
    """Names and other names of jurisdictions; a city and its county in one are there twice."""

    def __init__(self, jurisdictions: Iterable[Jurisdiction]) -> None:
        self._in_state: dict[str, dict[str, list[Entry]]] = defaultdict(lambda: defaultdict(list))
        self._everywhere: dict[str, list[Entry]] = defaultdict(list)
        self._forms: dict[str, list[str]] = {}
        by_fips = dict[str, Jurisdiction]()
        jurisdictions = list(jurisdictions)
        of_counties = _names_of_counties_alone(jurisdictions)
        for each in (identity for one in jurisdictions for identity in one.identities()):
            self._add(each.name, each, other=0)
            for name in each.other_names:
                if each.kind is not Kind.PLACE or not _is_shortened(name, each, of_counties):
                    self._add(name, each, other=1)
            if each.kind is Kind.STATE:
                self._put(each.state.casefold(), Entry(each, "", other=1))
            elif each.kind is Kind.COUNTY and each.fips:
                by_fips[each.fips] = each
        for former in FORMER_COUNTIES.values():
            for fips in former.now:
                if now := by_fips.get(fips):
                    self._add(former.name, now, other=1)

    def matches(
        self,
        reading: Reading,
        state: str | None,
        kinds: frozenset[Kind],
        counties: frozenset[str] = frozenset(),
    ) -> list[Match]:
        """What bears the reading's name: of `kinds`, in `state` (None: all), inside `counties` (if any)."""
        found = self._everywhere if state is None else self._in_state.get(state, {})
        allowed = kinds if reading.kinds is None else kinds & reading.kinds
        matches = []
        for entry in found.get(reading.name, ()):
            one = entry.jurisdiction
            if one.kind not in allowed or (counties and not counties & one.lies_in):
                continue
            if not may_be_called(reading.word, one.key, police=reading.names_police):
                continue
            if (level := _level(reading.word, entry, only_counties=kinds == {Kind.COUNTY})) is not None:
                # Without a state nothing but the level decides: New York is as much the state as the city.
                kind = 0 if reading.word or state is None else _KIND_ORDER.index(one.kind)
                other = entry.other if state else 0
                if level == _SHORTENED and one.kind is Kind.PLACE:
                    kind = _OF_COUNTY  # "Orange" in Florida is as much Orange County as Orange City
                if kind == _OF_COUNTY and level == _SHORTENED:
                    other = 0
                matches.append(Match(one, (level, kind, other)))
        return matches

    def joint(self, reading: Reading, state: str | None) -> list[CityAndCounty]:
        """The cities that the reading names together with their county, in `state` (None: in all)."""
        words = [word for word in reading.words if word not in {"and", "county", "parish"}]
        pairs = dict[tuple[str, str], CityAndCounty]()
        for at in range(1, len(words)):
            for city, county in ((words[:at], words[at:]), (words[at:], words[:at])):
                counties = {one.fips: one for one in self._named(county, state, Kind.COUNTY)}
                for one in self._named(city, state, Kind.PLACE) if counties else ():
                    if one.county in counties:
                        pair = CityAndCounty(one, counties[one.county])
                        pairs[pair.city.key, pair.county.key] = pair
        return list(pairs.values())

    def near(self, name: str, state: str, least: float) -> list[tuple[str, float]]:
        """Forms of a state and their similarity to `name`, from `least` to 1, the nearest first.

        Similarity is 1 − edits / letters of the longer one, where an edit puts in, takes out or changes a
        letter, or swaps two neighbors (optimal string alignment).
        """
        if state not in self._forms:
            self._forms[state] = sorted(self._in_state.get(state, {}))
        found = process.extract(
            name, self._forms[state], scorer=OSA.normalized_similarity, score_cutoff=least, limit=None
        )
        return [(other, score) for other, score, _ in found]

    def _named(self, words: Sequence[str], state: str | None, kind: Kind) -> list[Jurisdiction]:
        found = self._everywhere if state is None else self._in_state.get(state, {})
        return [
            entry.jurisdiction
            for entry in found.get(form(words), ())
            if entry.jurisdiction.kind is kind and not entry.other  # Miami-Dade, once Dade, is one name
        ]

    def _add(self, name: str, one: Jurisdiction, *, other: int) -> None:
        words, remarks = _own_words(name, one.state)
        if remarks:
            self._put(form([*words, *remarks]), Entry(one, "", other))
        core, word = designated(words)
        if one.kind is not Kind.COUNTY or not word:
            self._put(form(words), Entry(one, "", other))
        if word and (word not in TRIBAL or one.kind is Kind.TRIBE):  # Taos Pueblo is a place, too
            self._put(form(core), Entry(one, word, other))

    def _put(self, name: str, entry: Entry) -> None:
        one = entry.jurisdiction
        states = (self._in_state[state][name] for state in one.states or (one.state,))
        for entries in (*states, self._everywhere[name]):
            if entry not in entries:
                entries.append(entry)


def best(matches: Iterable[Match]) -> list[Jurisdiction]:
    """The jurisdictions that fit best, each once, those with more people first."""
    matches = list(matches)
    least = min((match.order for match in matches), default=None)
    found = {match.jurisdiction.key: match.jurisdiction for match in matches if match.order == least}
    return sorted(found.values(), key=by_size)


def by_size(one: Jurisdiction) -> tuple[int, str]:
    """The order in which several are shown: more people first."""
    return -(one.population or 0), one.key


def _names_of_counties_alone(jurisdictions: Iterable[Jurisdiction]) -> set[tuple[str, str]]:
    """State and form of the names of counties, without designators, that are no names of states."""
    states = {form(_words(one)) for one in jurisdictions if one.kind is Kind.STATE}
    counties = (one for one in jurisdictions if one.kind is Kind.COUNTY)
    names = {(one.state, form(designated(_words(one))[0])) for one in counties}
    return {(state, name) for state, name in names if name not in states}


def _is_shortened(name: str, one: Jurisdiction, of_counties: set[tuple[str, str]]) -> bool:
    """True for "Queens" of Queens Village, which is the county's name: no name that is its own."""
    core, word = designated(_words(one))
    own, _ = _own_words(name, one.state)
    return bool(word) and form(own) == form(core) and (one.state, form(own)) in of_counties


def _words(one: Jurisdiction) -> list[str]:
    return [word for part in pieces(folded(one.name)) for word in long_words(part)]


def _own_words(name: str, state: str) -> tuple[list[str], list[str]]:
    """The words of a jurisdiction's own name without its state, and those of a remark beside it.

    "(village)" and "(historical)" are no remarks: they tell it from another of the same name.
    """
    first, *others = [long_words(part) for part in pieces(folded(name.removesuffix(f", {state}")))]
    own, remarks = list(first), list[str]()
    for part in others:
        telling = "(" not in name or part == ["historical"] or designated(["", *part])[1]
        (own if telling else remarks).extend(part)
    return own, remarks


def _level(word: str, entry: Entry, *, only_counties: bool) -> int | None:
    """How well a text with designator `word` fits the entry: 0 is as it is called, None not at all."""
    one, own = entry.jurisdiction, entry.word
    if word and one.kind not in DESIGNATORS[word]:
        return None
    if _is_another_government(word, entry):
        return None
    if one.kind is Kind.TOWNSHIP and own and word not in MINOR_DIVISIONS:
        return None  # the bare name is that of a city or village, unless an operator's file has it
    if one.kind is Kind.PLACE and one.state == PUERTO_RICO:
        # No place has a government there: the municipio has, and the name of its largest place.
        return LAST_LEVEL
    if one.kind is Kind.COUNTY and own == "city":
        # The city is also a place, which is meant unless a county is asked for.
        return 0 if only_counties and word == own else LAST_LEVEL
    if word == own or {word, own} <= TOWNSHIPS:
        return 0
    if not own:
        return 1
    if not word or {word, own} <= OF_COUNTIES or {word, own} <= {*TRIBAL}:
        return _SHORTENED
    return None


def _is_another_government(word: str, entry: Entry) -> bool:
    """True for a municipality where the text names a township or town, which has a government of its own.

    Places that the Census Bureau lists as unincorporated, or not at all, may be the town itself.
    """
    one = entry.jurisdiction
    minor = is_minor_division(word, one.state)
    return minor and entry.word not in MINOR_DIVISIONS and one.kind is Kind.PLACE and bool(one.incorporated)
