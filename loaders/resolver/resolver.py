"""The resolver: from the fields that describe a jurisdiction to its key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from domain.city_counties import CITY_COUNTIES, government
from domain.former_counties import COUNTY_KEY, FormerCounty, current_key
from domain.plain import MAX_NAME, folded, long_words, pieces, plain_length
from domain.states import STATE_KEY, state_names
from domain.vocabulary import JurisdictionKind as Kind
from domain.vocabulary import JurisdictionType
from domain.zip_codes import zip_codes
from graph.errors import InvalidInput, JurisdictionReplaced
from loaders.jurisdiction import Jurisdiction
from loaders.resolver.answer import Ambiguous, Answer, How, Resolved, Unknown
from loaders.resolver.candidates import candidates, several
from loaders.resolver.codes import Codes, ZipCounties
from loaders.resolver.index import CityAndCounty, Index, by_size
from loaders.resolver.known_names import KnownName, KnownNames, only_key
from loaders.resolver.lookup import LARGE, Lookup
from loaders.resolver.members import lists_several
from loaders.resolver.metropolitan import METRO
from loaders.resolver.minor_divisions import MinorDivisions
from loaders.resolver.name_query import ALL, COUNTY, KINDS, PLACES, NameQuery
from loaders.resolver.police import Police
from loaders.resolver.reading import of_two_states, readings, state_agency, without_country
from loaders.resolver.several import Several
from loaders.resolver.words import DESIGNATORS, MINOR_DIVISIONS

THRESHOLD: Final = 0.83
"""Least similarity at which a similar name is taken; measured on the half of the test names that tunes."""
MARGIN: Final = 0.05
"""A second name that is nearer than this to the first makes it ambiguous; measured like THRESHOLD."""
LEAST_ALONE: Final = 10_000
"""Without a state, a name must be the only one and have so many people (ours): smaller places are missing."""
SPREAD: Final = 400_000
"""People of a city that may lie in counties beyond the next ones, as Kansas City, MO, does."""
LOCAL: Final = (Kind.PLACE, Kind.CAMPUS, Kind.TRIBE, Kind.TOWNSHIP)
LOCAL_GOVERNMENTS: Final = frozenset({Kind.PLACE, Kind.TOWNSHIP})
BY_CODE: Final = (How.KEY, How.FIPS, How.ZIP)


class Resolver:
    """Finds jurisdictions by key, code or name. Built from all jurisdictions in about a second.

    `around` gives counties (FIPS) and those that touch them: a city may lie in several.
    """

    def __init__(
        self,
        jurisdictions: Sequence[Jurisdiction],
        *,
        zips: ZipCounties = MappingProxyType({}),
        known: Iterable[KnownName] = (),
        around: Callable[[Iterable[str]], frozenset[str]] = frozenset,
        threshold: float = THRESHOLD,
        margin: float = MARGIN,
    ) -> None:
        self._by_key = {each.key: each for each in jurisdictions}
        self._states = state_names({one.name: one.state for one in jurisdictions if one.kind is Kind.STATE})
        self._codes = Codes(jurisdictions, zips)
        self._lookup = Lookup(Index(jurisdictions))
        self._known = KnownNames(known, self._states)
        self._minor_divisions = MinorDivisions(self._known, self._lookup, self._by_key)
        self._police = Police(self._known, self._lookup, self._by_key)
        self._several = Several(self.resolve, self._lookup, self._by_key, self._states)
        self._taught: dict[tuple[str | None, str], str] = {}
        self._around = around
        self._threshold, self._margin = threshold, margin
        self._steps: Sequence[Callable[[NameQuery], Answer | None]] = (
            self._by_code_alone,
            self._by_state_agency,
            self._several.of_list,
            self._by_agencies,
            self._minor_divisions.answer,
            self._police.listed,
            self._police.without_state,
            self._by_name,
            self._by_alias,
            self._by_two_cities,
            self._by_joint_name,
            self._police.of_county,
            self._police.sheriff_of_city,
            self._contradiction,
            self._by_type_state,
        )

    def jurisdiction(self, key: str) -> Jurisdiction:
        """The jurisdiction of a key that was resolved."""
        return self._by_key[key]

    def county_of(self, one: Jurisdiction) -> str | None:
        """The name of the county of a place, campus, tribe or township; None for other kinds."""
        county = self._by_key.get(f"{COUNTY_KEY}{one.county}") if one.kind in LOCAL else None
        return None if county is None else county.county_name or county.name

    def contradiction(self, key: str, fips: str) -> str | None:
        """Why a jurisdiction cannot be meant by this FIPS code of a county; None if it can, or is unknown."""
        one = self._by_key.get(key)
        if one is None:
            return None
        areas = [area.fips for area in self._codes.areas(fips) if area.fips]
        if not areas:
            return f"no county has the code {fips}"
        if any(self.reaches(one, area) for area in areas):
            return None
        return f"{one.name} ({key}) does not reach into the county {fips}"

    def resolve(
        self,
        text: str | None = None,
        *,
        state: str | None = None,
        kind: JurisdictionType | None = None,
        fips: str | None = None,
        key: str | None = None,
        zip_code: str | None = None,
    ) -> Answer:
        """What a row means: by its key, else by code and name together; similar names only in one state.

        `text` may hold a ZIP code. `state` is a name or letters; `fips` a county's (the jurisdiction or where
        it lies) or a state's; `kind` narrows what the name can be.
        """
        if key:
            return self._by_jurisdiction_key(key)
        text, state, zip_code = text or "", state or "", zip_code or ""
        if plain_length(text) > MAX_NAME:
            return Unknown(f"the name has more than {MAX_NAME} characters; write the name alone")
        if not zip_code:
            text, state, zip_code = self._with_zip(text, state)
        query = self._question(text, state, kind, fips or "", zip_code)
        if not isinstance(query, NameQuery):
            return query
        steps = (answer for step in self._steps if (answer := step(query)))
        answer = next(steps, None) or self._by_similarity(query)
        if isinstance(answer, Unknown):
            answer = self._by_alias(_entire(query)) or answer
        return self._described(_of_governments(self._contradicted_by_fips(fips or "", answer) or answer))

    def _by_jurisdiction_key(self, key: str) -> Answer:
        try:
            now = key if key in self._by_key else current_key(key)
        except JurisdictionReplaced as error:
            return Ambiguous(str(error), ())
        return (
            Resolved((now,), How.KEY)
            if now in self._by_key
            else Unknown(f"no jurisdiction has the key {key}")
        )

    def teach(self, name: str, state: str | None, key: str) -> None:
        """Makes `name`, in `state` or in any (None), mean `key` from now on.

        Raises InvalidInput, which names the field, when nothing has the key or the name is another's already.
        """
        if key not in self._by_key:
            raise InvalidInput(f"field key: no jurisdiction has the key {key}; use a key of the graph")
        meanings = readings(name, self._states, state)
        if not meanings:
            raise InvalidInput(f"field name: {name!r} has no letters; write a name")
        known = self.resolve(name, state=state)
        if isinstance(known, Resolved) and known.how is not How.SIMILAR and known.keys != (key,):
            raise InvalidInput(
                f"field name: {name!r} is {', '.join(known.keys)} already; leave the line out, or fix its key"
            )
        self._taught[state or meanings[0].state, meanings[0].name] = key

    def _question(
        self, text: str, state: str, kind: JurisdictionType | None, fips: str, zip_code: str
    ) -> NameQuery | Answer:
        letters = self._states.get(folded(state))
        if state.strip() and letters is None:
            return Unknown(f"unknown state {state!r}; use a two-letter code such as TX")
        areas, within = self._codes.areas(fips), self._codes.counties(zip_code)
        area = areas[0] if len(areas) == 1 else None
        if area and letters not in (None, area.state):
            return Ambiguous(
                f"fips {fips} is in {area.state}, state is {letters}; fix one of them",
                candidates([(1.0, area)]),
            )
        letters = letters or (area.state if area else None)
        places = self._codes.places(zip_code)
        if letters and within:
            elsewhere, within = within, tuple(one for one in within if one.state == letters)
            if not within:
                states = " and ".join(sorted({one.state for one in elsewhere}))
                return Ambiguous(
                    f"the ZIP code {zip_code} is in {states}, the state is {letters}; fix one of them",
                    candidates((1.0, one) for one in places or elsewhere),
                )
            places = tuple(one for one in places if one.state == letters)
        former = self._codes.former(fips) if len(areas) > 1 else None
        if former:
            within = tuple(one for one in areas if one in within) or areas
        near = {one.state for one in within}
        letters = letters or (near.pop() if len(near) == 1 else None)
        if kind is JurisdictionType.TOWNSHIP and text:
            text = _with_township(text)
        if letters is None and (two := of_two_states(text, self._states)):
            letters, text = two
        meanings = tuple(readings(text, self._states, letters))
        return NameQuery(text, zip_code, letters, kind, area, within, places, former, meanings)

    def _with_zip(self, text: str, state: str) -> tuple[str, str, str]:
        """Text, state and ZIP code of a text that holds one: "Burlington, VT 05401", "05401 VT", "05401"."""
        codes, rest = zip_codes(text)
        if len(codes) != 1:
            return text, state, ""
        name = " ".join(word for words in without_country(pieces(folded(rest))) for word in words)
        if (letters := self._states.get(name)) and self._states.get(folded(state)) in (None, letters):
            return "", letters, codes[0]
        return rest, state, codes[0]

    def _by_code_alone(self, query: NameQuery) -> Answer | None:
        if query.meanings:
            return None
        if query.area and query.area.kind in query.kinds:
            return Resolved((query.area.key,), How.FIPS)
        if query.places:
            return self._by_zip(query)
        if query.former:
            return _replaced(query.former, query.within)
        if len(query.within) == 1 and Kind.COUNTY in query.kinds:
            return Resolved((query.within[0].key,), How.ZIP)
        if query.zip_code and not query.within:
            return Unknown(f"no place is known to have the ZIP code {query.zip_code}; give its name")
        return Unknown("neither a name nor a code of a jurisdiction is given")

    def _by_zip(self, query: NameQuery) -> Answer:
        """The place that has the ZIP code, or the county that its places lie in; of several none."""
        if query.kinds == COUNTY:
            found = sorted(query.within, key=by_size)
            whole = not any(self._exceeds_county(place) for place in query.places)
        else:
            found = [place for place in query.places if self._kinds(place.key) & query.kinds]
            whole = True
        if len(found) == 1 and whole:
            return Resolved((found[0].key,), How.ZIP)
        if found:
            kind = "counties" if query.kinds == COUNTY else "places"
            return Ambiguous(
                f"the ZIP code {query.zip_code} lies in several {kind}; a name would decide",
                candidates((1.0, one) for one in found),
            )
        return Unknown(
            f"a ZIP code is that of a place or county, jurisdiction_type is {query.kind}; give a name"
        )

    def _exceeds_county(self, place: Jurisdiction) -> bool:
        """True for a place in several counties, by its people: New York City."""
        [county] = self._codes.areas(place.county or "")
        return place.population > county.population

    def _by_name(self, query: NameQuery) -> Answer | None:
        area = query.area
        if query.counties:
            inside, _ = self._lookup.named(query, query.kinds, query.counties)
            if len(inside) == 1:
                own = area is not None and inside[0].key == area.key
                return Resolved((inside[0].key,), How.FIPS if own else How.NAME)
            if inside and query.former and inside[0].kind is Kind.COUNTY:
                return _replaced(query.former, inside)
            if inside:
                inside = [one for one in inside if one in query.places] or inside
                return self._by_alias(query) or several("fips", inside)
        found, state = self._lookup.named(query, query.kinds)
        if area and area.kind is Kind.COUNTY and query.asks_for_county:
            if not found or {area.key} == {government(one.key) for one in found}:
                return Resolved((area.key,), How.FIPS)
            return Ambiguous(
                f"fips is that of {area.name}, the name is another's; fix one of them",
                candidates((1.0, one) for one in [area, *found]),
            )
        if town := self._minor_divisions.county_or_town(query, found):
            return self._by_alias(query) or town
        return self._decided(query, found, state, metropolitan=query.is_metropolitan)

    def _by_agencies(self, query: NameQuery) -> Answer | None:
        """Several agencies or governments side by side, unless that is the name of one."""
        answer = self._several.of_agencies(query)
        return None if answer is None or self._is_one_name(query) else answer

    def _is_one_name(self, query: NameQuery) -> bool:
        """True where one government bears the entire name, as King and Queen County does."""
        entire = _entire(query)
        found, _ = self._lookup.named(entire, ALL)
        others = (self._by_alias, self._known_as, self._by_joint_name, self._police.of_county)
        return bool(found) or any(step(entire) for step in others)

    def _by_joint_name(self, query: NameQuery) -> Answer | None:
        """A city's name with its county's, as consolidated governments have it: "Athens-Clarke County".

        "Springfield and Clark County" are two, and "Charlotte and Mecklenburg County" are one.
        """
        if lists_several(query.text) and not any(map(self._is_joint, self._lookup.pairs(query))):
            return None
        return self._decided(query, *self._lookup.joint(query), metropolitan=True)

    def _is_joint(self, pair: CityAndCounty) -> bool:
        """True for a city and county that are one government, or whose police bear both names."""
        return CITY_COUNTIES.get(pair.city.key) == pair.county.key or bool(
            self._known.of(pair.name, pair.city.state, minor=False)
        )

    def _by_two_cities(self, query: NameQuery) -> Answer | None:
        """Two cities side by side, of which one bears the name of their county: "Champaign-Urbana"."""
        pairs = [pair for pair in self._lookup.pairs(query) if not self._is_joint(pair)]
        cities = [(pair.city, *self._lookup.cities_named_as_county(pair)) for pair in pairs]
        found = next((each for each in cities if len(each) > 1), None)
        if found is None or any(one.names_county for one in query.meanings):
            return None
        if query.kind is JurisdictionType.MULTI_JURISDICTION:
            return Resolved(tuple(one.key for one in found), How.MEMBERS)
        return Ambiguous(
            f"the name may list two cities; write one of them, or {JurisdictionType.MULTI_JURISDICTION}",
            candidates((1.0, one) for one in found),
        )

    def _by_state_agency(self, query: NameQuery) -> Answer | None:
        """The state of an agency that names a post of its own: "State Police: Talbot County"."""
        own = state_agency(query.text, self._states, query.state)
        if own is None or Kind.STATE not in query.kinds:
            return None
        said = [own or None, query.state, *(one.state for one in query.meanings)]
        states = {letters for letters in said if letters}
        if own and query.state not in (None, own):
            return _contradicting_states(query, self._by_key[STATE_KEY + own])
        if len(states) != 1 or state_agency(query.text, self._states, *states) is None:
            return None
        return self._state(*states)

    def _by_type_state(self, query: NameQuery) -> Answer | None:
        """A row of the type state is its state's, whatever post or office it names."""
        is_state = query.kinds == KINDS[JurisdictionType.STATE]
        return self._state(query.state) if query.state and is_state else None

    def _state(self, letters: str) -> Answer | None:
        key = STATE_KEY + letters
        return Resolved((key,), How.NAME) if key in self._by_key else None

    def _decided(
        self, query: NameQuery, found: Sequence[Jurisdiction], state: str | None, *, metropolitan: bool
    ) -> Answer | None:
        """The one that was found. Of several, a metropolitan government is that of the only large one."""
        if metropolitan and len(found) > 1:
            found = [one for one in found if (one.population or 0) >= LARGE] or found
        if not found:
            return None
        if len(found) == 1 and (
            state or found[0].kind is Kind.STATE or (found[0].population or 0) >= LEAST_ALONE
        ):
            return Resolved((found[0].key,), How.NAME)
        return self._by_alias(query) or several("fips" if state else "state", found)

    def _by_alias(self, query: NameQuery) -> Answer | None:
        for state, group in query.own():
            for one in group:
                key = self._taught.get((state, one.name)) or self._taught.get((None, one.name))
                if key and (not one.word or self._kinds(key) & DESIGNATORS[one.word]):
                    return Resolved((key,), How.ALIAS)
        return None

    def _kinds(self, key: str) -> set[Kind]:
        return {identity.kind for identity in self._by_key[key].identities()}

    def _contradiction(self, query: NameQuery) -> Answer | None:
        found, _ = self._lookup.named(query, ALL)
        keys = {government(one.key) for one in found}
        if len(keys) == 1 and query.kinds & self._kinds(*keys):
            return Resolved((*keys,), How.NAME)  # a city by the name of its county, or the other way round
        if found:
            kinds = " or ".join(sorted({one.kind.lower() for one in found}))
            return Ambiguous(
                f"jurisdiction_type is {query.kind}, the name is that of a {kinds}; fix one of them",
                candidates((1.0, one) for one in found),
            )
        if found := self._lookup.strange(query):
            return _contradicting_states(query, *found)
        return None

    def _contradicted_by_fips(self, fips: str, answer: Answer) -> Answer | None:
        """What FIPS and name say where the name's jurisdiction does not reach into the county of the FIPS."""
        if not isinstance(answer, Resolved) or answer.how in BY_CODE or not fips.strip():
            return None
        found = [self._by_key[government(key)] for key in answer.keys]
        areas = self._codes.areas(fips)
        if any(area.kind is Kind.STATE for area in areas):
            return None
        if any(self.reaches(one, area.fips or "") for one in found for area in areas):
            return None
        names = " or ".join(area.name for area in areas)
        why = (
            f"fips is that of {names}, the name is that of a jurisdiction elsewhere; fix one of them"
            if areas
            else f"no county has the code {fips}; fix fips, or leave it out"
        )
        return Ambiguous(why, candidates((1.0, one) for one in [*found, *areas]))

    def reaches(self, one: Jurisdiction, fips: str) -> bool:
        """True for a state, and where the county is that of a jurisdiction, or one that it may reach into."""
        if one.kind is Kind.STATE or COUNTY_KEY + fips in one.members or fips in one.lies_in:
            return True
        if one.kind is not Kind.PLACE:
            return False
        near = self._around([one.county or ""])
        if one.population >= SPREAD:
            near = self._around(near)
        return fips in near

    def _described(self, answer: Answer) -> Answer:
        """With what tells candidates of one name apart: county and people."""
        if isinstance(answer, Resolved):
            return answer
        pairs = [(each, self._by_key[each.key]) for each in answer.candidates]
        shown = (replace(each, county=self.county_of(one), population=one.population) for each, one in pairs)
        return replace(answer, candidates=tuple(shown))

    def _by_similarity(self, query: NameQuery) -> Answer:
        known = self._known_as(query)
        if key := only_key(known, self._by_key):
            return Resolved((key,), How.NAME)
        near = self._lookup.near(query)
        if known:
            why = "a government of this name is not in the data"
            return Unknown(why + _where(query), candidates(near))
        first = next(iter(near), None)
        if first is None or first[0] < self._threshold:
            return Unknown("no jurisdiction has this name" + _where(query), candidates(near))
        rivals = [one for one in near if one[0] > first[0] - self._margin]
        if len(rivals) > 1:
            return Ambiguous("the name is similar to several; write it as one of them", candidates(near))
        if elsewhere := self._lookup.elsewhere(query):
            return Ambiguous(
                "the name is one of another state, and similar to one of this state; fix state or name",
                candidates([*near[:1], *((1.0, one) for one in elsewhere)]),
            )
        return Resolved((first[1].key,), How.SIMILAR, round(first[0], 3))

    def _known_as(self, query: NameQuery) -> list[KnownName]:
        """The real governments of this name, which is then not a misspelling of another."""
        return [
            known
            for state, group in query.own()
            for one in group
            if Kind.PLACE in DESIGNATORS.get(one.word, PLACES) and one.word not in METRO
            if one.kinds is None or one.kinds & LOCAL_GOVERNMENTS
            for minor in (True, False)
            for known in self._known.of(one.name, state or "", minor=minor, counties=query.counties)
        ]


def _contradicting_states(query: NameQuery, *found: Jurisdiction) -> Ambiguous:
    return Ambiguous(
        f"state is {query.state}, the name says {found[0].state}; fix one of them",
        candidates((1.0, one) for one in found),
    )


def _with_township(text: str) -> str:
    """The name of a township, where it does not say so itself: "Reading" in a row of the type township."""
    words = {word for part in pieces(folded(text)) for word in long_words(part)}
    return text if words & MINOR_DIVISIONS else f"Township of {text}"


def _entire(query: NameQuery) -> NameQuery:
    """The query without readings of a part of its text."""
    return replace(query, meanings=tuple(one for one in query.meanings if not one.partial))


def _of_governments(answer: Answer) -> Answer:
    """With the key of the county for a city that is one government with it."""
    if isinstance(answer, Resolved):
        return replace(answer, keys=tuple(dict.fromkeys(map(government, answer.keys))))
    candidates = {key: replace(one, key=key) for one in answer.candidates if (key := government(one.key))}
    return replace(answer, candidates=tuple(candidates.values()))


def _replaced(former: FormerCounty, now: Sequence[Jurisdiction]) -> Ambiguous:
    return Ambiguous(f"{former.reason}; write one of them", candidates((1.0, one) for one in now))


def _where(query: NameQuery) -> str:
    states = sorted({state for state, _ in query.own() if state})
    return f" in {states[0]}" if states else "; add a state to search similar names"
