"""The resolver: from the fields that describe a jurisdiction to its key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from domain.city_counties import CITY_COUNTIES
from domain.former_counties import FormerCounty, current_key
from domain.plain import folded, pieces
from domain.states import state_names
from domain.vocabulary import JurisdictionKind as Kind
from domain.vocabulary import JurisdictionType
from domain.zip_codes import zip_codes
from graph.errors import InvalidInput, JurisdictionReplaced
from loaders.jurisdiction import Jurisdiction
from loaders.resolver.answer import Ambiguous, Answer, Candidate, How, Resolved, Unknown
from loaders.resolver.codes import Codes, ZipCounties
from loaders.resolver.index import Index, by_size
from loaders.resolver.lookup import LARGE, Lookup, Scored
from loaders.resolver.members import Members, members
from loaders.resolver.name_query import ALL, COUNTY, NameQuery
from loaders.resolver.reading import readings, without_country
from loaders.resolver.words import DESIGNATORS

THRESHOLD: Final = 0.83
"""Least similarity at which a similar name is taken; measured on the half of the test names that tunes."""
MARGIN: Final = 0.05
"""A second name that is nearer than this to the first makes it ambiguous; measured like THRESHOLD."""
LEAST_ALONE: Final = 10_000
"""Without a state, a name must be the only one and have so many people (ours): smaller places are missing."""
MAX_CANDIDATES: Final = 5


class Resolver:
    """Finds jurisdictions by key, code or name. Built from all jurisdictions in about a second."""

    def __init__(
        self,
        jurisdictions: Sequence[Jurisdiction],
        *,
        zips: ZipCounties = MappingProxyType({}),
        threshold: float = THRESHOLD,
        margin: float = MARGIN,
    ) -> None:
        self._by_key = {each.key: each for each in jurisdictions}
        self._states = state_names({one.name: one.state for one in jurisdictions if one.kind is Kind.STATE})
        self._codes = Codes(jurisdictions, zips)
        self._lookup = Lookup(Index(jurisdictions))
        self._regions = {frozenset(one.members): one for one in jurisdictions if one.members}
        self._taught: dict[tuple[str | None, str], str] = {}
        self._threshold, self._margin = threshold, margin
        self._steps: Sequence[Callable[[NameQuery], Answer | None]] = (
            self._by_code_alone,
            self._by_members,
            self._by_name,
            self._by_alias,
            self._by_joint_name,
            self._by_county_police,
            self._contradiction,
        )

    def jurisdiction(self, key: str) -> Jurisdiction:
        """The jurisdiction of a key that was resolved."""
        return self._by_key[key]

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
        if not zip_code:
            text, state, zip_code = self._with_zip(text, state)
        query = self._question(text, state, kind, fips or "", zip_code)
        if not isinstance(query, NameQuery):
            return query
        steps = (answer for step in self._steps if (answer := step(query)))
        return _of_governments(next(steps, None) or self._by_similarity(query))

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
                f"fips {fips} is in {area.state}, state is {letters}; fix one of them", _shown([(1.0, area)])
            )
        letters = letters or (area.state if area else None)
        places = self._codes.places(zip_code)
        if letters and within:
            elsewhere, within = within, tuple(one for one in within if one.state == letters)
            if not within:
                states = " and ".join(sorted({one.state for one in elsewhere}))
                return Ambiguous(
                    f"the ZIP code {zip_code} is in {states}, the state is {letters}; fix one of them",
                    _shown((1.0, one) for one in places or elsewhere),
                )
            places = tuple(one for one in places if one.state == letters)
        former = self._codes.former(fips) if len(areas) > 1 else None
        if former:
            within = tuple(one for one in areas if one in within) or areas
        near = {one.state for one in within}
        letters = letters or (near.pop() if len(near) == 1 else None)
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
                _shown((1.0, one) for one in found),
            )
        return Unknown(
            f"a ZIP code is that of a place or county, jurisdiction_type is {query.kind}; give a name"
        )

    def _exceeds_county(self, place: Jurisdiction) -> bool:
        """True for a place in several counties, by its people: New York City."""
        [county] = self._codes.areas(place.county or "")
        return place.population > county.population

    def _by_members(self, query: NameQuery) -> Answer | None:
        found = members(query.text, self._states, query.state)
        if found is None:
            return None
        several = JurisdictionType.MULTI_JURISDICTION
        if not (found.listed or query.kind is several):
            return self._region(found)
        if query.kind not in (None, several):
            return Ambiguous(
                f"jurisdiction_type is {query.kind}, the name lists several; write {several}", ()
            )
        counties = self._each(found, JurisdictionType.COUNTY)
        return counties if isinstance(counties, Resolved) else self._each(found, None)

    def _region(self, found: Members) -> Answer | None:
        """The region whose members have these names: hyphens alone do not say that several are meant."""
        for those, region in self._regions.items():
            if found.state in (None, region.state) and len(those) == len(found.names):
                answer = self._each(replace(found, state=region.state), JurisdictionType.COUNTY)
                if isinstance(answer, Resolved) and answer.keys == (region.key,):
                    return answer
        return None

    def _each(self, found: Members, kind: JurisdictionType | None) -> Answer:
        """All members resolved: the region that they are, or one by one; else why one is not."""
        keys, score = list[str](), 1.0
        for name in self._joined(found):
            answer = self.resolve(f"{name} {found.word}", state=found.state, kind=kind)
            if not isinstance(answer, Resolved):
                return replace(answer, why=f"{name!r}, one of several: {answer.why}")
            keys += [key for key in answer.keys if key not in keys]
            score = min(score, answer.score)
        region = self._regions.get(frozenset(keys))
        return Resolved((region.key,) if region else tuple(keys), How.MEMBERS, score)

    def _joined(self, found: Members) -> list[str]:
        """The names; where a name contains "and" its parts are joined: Lewis and Clark is one county."""
        names = list[str]()
        for name in found.names:
            if names and self._lookup.is_name(joined := f"{names[-1]} and {name}", found.state):
                names[-1] = joined
            else:
                names.append(name)
        return names

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
                return self._by_alias(query) or _several("fips", inside)
        found, state = self._lookup.named(query, query.kinds)
        if area and area.kind is Kind.COUNTY and query.asks_for_county:
            if not found or {area.key} == {_government(one.key) for one in found}:
                return Resolved((area.key,), How.FIPS)
            return Ambiguous(
                f"fips is that of {area.name}, the name is another's; fix one of them",
                _shown((1.0, one) for one in [area, *found]),
            )
        return self._decided(query, found, state, metropolitan=query.is_metropolitan)

    def _by_joint_name(self, query: NameQuery) -> Answer | None:
        """A city's name with its county's, as consolidated governments have it: "Athens-Clarke County"."""
        return self._decided(query, *self._lookup.joint(query), metropolitan=True)

    def _by_county_police(self, query: NameQuery) -> Answer | None:
        found = self._lookup.policed_county(query)
        return Resolved((found[0].key,), How.NAME) if len(found) == 1 else None

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
        return self._by_alias(query) or _several("fips" if state else "state", found)

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
        keys = {_government(one.key) for one in found}
        if len(keys) == 1 and query.kinds & self._kinds(*keys):
            return Resolved((*keys,), How.NAME)  # a city by the name of its county, or the other way round
        if found:
            kinds = " or ".join(sorted({one.kind.lower() for one in found}))
            return Ambiguous(
                f"jurisdiction_type is {query.kind}, the name is that of a {kinds}; fix one of them",
                _shown((1.0, one) for one in found),
            )
        if found := self._lookup.strange(query):
            return Ambiguous(
                f"state is {query.state}, the name says {found[0].state}; fix one of them",
                _shown((1.0, one) for one in found),
            )
        return None

    def _by_similarity(self, query: NameQuery) -> Answer:
        near = self._lookup.near(query)
        first = next(iter(near), None)
        if first is None or first[0] < self._threshold:
            return Unknown("no jurisdiction has this name" + _where(query), _shown(near))
        rivals = [one for one in near if one[0] > first[0] - self._margin]
        if len(rivals) > 1:
            return Ambiguous("the name is similar to several; write it as one of them", _shown(near))
        if elsewhere := self._lookup.elsewhere(query):
            return Ambiguous(
                "the name is one of another state, and similar to one of this state; fix state or name",
                _shown([*near[:1], *((1.0, one) for one in elsewhere)]),
            )
        return Resolved((first[1].key,), How.SIMILAR, round(first[0], 3))


def _government(key: str) -> str:
    return CITY_COUNTIES.get(key, key)


def _of_governments(answer: Answer) -> Answer:
    """With the key of the county for a city that is one government with it."""
    if isinstance(answer, Resolved):
        return replace(answer, keys=tuple(dict.fromkeys(map(_government, answer.keys))))
    candidates = {key: replace(one, key=key) for one in answer.candidates if (key := _government(one.key))}
    return replace(answer, candidates=tuple(candidates.values()))


def _several(field: str, found: Sequence[Jurisdiction]) -> Answer:
    if len(keys := {_government(one.key) for one in found}) == 1:
        return Resolved((*keys,), How.NAME)
    return Ambiguous(
        f"several jurisdictions have this name; {field} would decide", _shown((1.0, one) for one in found)
    )


def _replaced(former: FormerCounty, now: Sequence[Jurisdiction]) -> Ambiguous:
    return Ambiguous(f"{former.reason}; write one of them", _shown((1.0, one) for one in now))


def _where(query: NameQuery) -> str:
    states = sorted({state for state, _ in query.own() if state})
    return f" in {states[0]}" if states else "; add a state to search similar names"


def _shown(scored: Iterable[Scored]) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(one.key, one.name, one.state, one.kind, round(score, 3))
        for score, one in list(scored)[:MAX_CANDIDATES]
    )
