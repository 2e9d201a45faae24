"""Readings: what a text that names a jurisdiction may mean, taken apart into name, kind and state."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from domain.abbreviations import EITHER
from domain.plain import folded, form, long_words, pieces
from domain.vocabulary import JurisdictionKind as Kind
from loaders.resolver.metropolitan import METRO
from loaders.resolver.words import (
    AGENCIES,
    DESIGNATORS,
    INSTITUTION_PAIRS,
    INSTITUTIONS,
    LOCAL_AGENCIES,
    METROPOLITAN,
    OF_COUNTIES,
    OFFICES_OF_DISTRICTS,
    SHERIFF,
    STATE_POLICE,
    STATE_POLICE_LETTERS,
    TRIBAL,
)

Words = list[str]

_DESIGNATORS = {tuple(name.split()): name for name in DESIGNATORS}
_AGENCIES = {tuple(name.split()): name for name in AGENCIES}
_LONGEST_AGENCY = max(map(len, _AGENCIES))
_STATE_AGENCY = re.compile(
    rf"(?:the )?(?:(?P<state>.+?) )??(?:department of )?(?:{'|'.join(STATE_POLICE)}"
    rf"|(?P<letters>{'|'.join(STATE_POLICE_LETTERS)})(?=\s*(?:[:,(]|-\s|$)))\b(?P<post>.*)"
)
_LISTED = re.compile(r"\s*(?:[;/]|and\b)")
"""Begins what follows an agency where it is another's name, and no post."""
_UNIVERSITIES = frozenset({"penn", "penna"})
""" "Penn State Police" is that of a university."""
_LONGEST_STATE = 3
OFFICES_OF = frozenset({"county", "parish", "borough", "census area"})
"""Designators after which an office may follow: "Harris County Public Health"."""
OF = frozenset({"of", "de"})
"""Between a designator and a name: "City of Houston", "Municipio de Ponce"."""
_BOROUGH = re.compile(r"(?<=\w)(?:borough|boro)$")
_COUNTRY = ({"usa"}, {"us"}, {"united", "states"})


@dataclass(frozen=True, slots=True)
class Reading:
    """One meaning of a text. `name` is a form, `word` the designator beside it, or empty.

    Those of `rank` 0 come first. `state` is None where the text says none, `county` the form of a county that
    the text gives as context; `kinds` is what an agency's name leaves possible, None for all. `words` are the
    words of the name; `partial` is True where words after it count for nothing: "Harris County Jail".
    """

    name: str
    word: str = ""
    state: str | None = None
    county: str = ""
    kinds: frozenset[Kind] | None = None
    rank: int = 0
    words: tuple[str, ...] = ()
    partial: bool = False

    @property
    def names_county(self) -> bool:
        """True where the designator is one of counties alone."""
        return bool(self.word) and DESIGNATORS[self.word] == {Kind.COUNTY}

    @property
    def names_police(self) -> bool:
        """True where the text names a police department, which may be that of a city."""
        return self.kinds is not None and Kind.PLACE in self.kinds


def readings(text: str, names: Mapping[str, str], state: str | None = None) -> list[Reading]:
    """All readings of a text, the likelier first. `names` is of `domain.states`; `state` is known already."""
    parts = without_country(pieces(folded(text)))
    if not parts:
        return []
    strange = state is not None and _state_alone(parts, names) not in (None, state)
    return [
        Reading(form(words), word, found, county, kinds, 2 * rank + respelled, tuple(words), partial)
        for rank, (found, rest) in enumerate(_states(parts, names, state))
        for respelled, either in enumerate(_boroughs(_agency_last(rest)))
        for spelled in _spelled(either)
        for partial, meanings in ((False, _meanings(spelled)), (True, _partial_meanings(spelled)))
        for words, word, county, kinds in meanings
        if form(words) and not (partial and strange and found is None)
    ]


def state_agency(text: str, names: Mapping[str, str], state: str | None = None) -> str | None:
    """The state of an agency of a state, whatever post, division or office of it is named.

    "Ohio State Highway Patrol, Post 5" → OH; empty where the name does not say it: "SP: Talbot County". None
    for another's name. `names` is of `domain.states`; `state` is known already.
    """
    found = _STATE_AGENCY.match(folded(text))
    if found is None or _LISTED.match(found["post"]) or found["state"] in _UNIVERSITIES:
        return None
    users = STATE_POLICE_LETTERS.get(found["letters"])
    if users and state and state not in users:
        return None
    if any(without_agency(long_words(part))[1] for part in pieces(found["post"])):
        return None
    return names.get(found["state"]) if found["state"] else ""


def of_two_states(text: str, names: Mapping[str, str]) -> tuple[str, str] | None:
    """The state at the end of a text, and the text before it, where that says another state.

    "Kansas City, KS Police Department, MO" → MO, "kansas city, ks police department".
    """
    parts = without_country(pieces(folded(text)))
    last, rest = _last_state(parts, names) if len(parts) > 1 else (None, parts)
    if last is None or len(rest) == len(parts) or _last_state(rest, names)[0] in (None, last):
        return None
    return last, ", ".join(map(" ".join, rest))


def designated(words: Sequence[str]) -> tuple[Words, str]:
    """A name and its designator: "city of houston", "houston city", "houston city of" → houston, city.

    "metro nashville" needs no "of".
    """
    words = _without_the(words)
    for count in (3, 2, 1):
        if len(words) > count + 1 and words[count] in OF and (name := _designator(words[:count])):
            return _without_the(words[count + 1 :]), name
        if len(words) > count + 1 and words[-1] in OF and (name := _designator(words[-count - 1 : -1])):
            return words[: -count - 1], name
        if len(words) > count and (name := _designator(words[-count:])):
            return words[:-count], name
    if len(words) > 1 and words[0] in METROPOLITAN:
        return words[1:], words[0]
    return words, ""


def _designator(words: Sequence[str]) -> str:
    return _DESIGNATORS.get(tuple(words), "")


def _without_the(words: Sequence[str]) -> Words:
    return list(words[1:] if len(words) > 1 and words[0] == "the" else words)


def without_country(parts: list[Words]) -> list[Words]:
    """Without the Census Bureau's "(balance)", and without postal code and country at the end."""
    parts = [*parts[:1], *(part for part in parts[1:] if part != ["balance"])]
    while parts and (parts[-1][-1].isdigit() or any(set(parts[-1][-len(c) :]) == c for c in _COUNTRY)):
        kept = parts[-1][: -2 if parts[-1][-1] == "states" else -1]
        parts = [*parts[:-1], kept] if kept else parts[:-1]
    return parts


def _states(
    parts: list[Words], names: Mapping[str, str], state: str | None
) -> Iterator[tuple[str | None, list[Words]]]:
    """State and what is left of the text: first as it most likely is meant, then the other way."""
    found, rest = _last_state(parts, names)
    while found and len(rest) > 1 and names.get(" ".join(rest[-1])) == found:
        rest = rest[:-1]  # "Reading Township, PA, PA"
    twice, once = _last_state(rest, names) if found else (None, rest)
    if found is None:
        yield None, parts
    elif twice == found and state in (None, found):  # "Norfolk NE Police Department, Nebraska"
        yield found, rest
        yield found, once
    elif len(rest) < len(parts) and found == (state or found):  # separated by a comma: no doubt
        yield found, rest
    elif state is None:
        yield found, rest
        yield None, parts
    else:
        yield None, parts
        yield found, rest


def _last_state(parts: list[Words], names: Mapping[str, str]) -> tuple[str | None, list[Words]]:
    last = parts[-1]
    if len(parts) > 1 and (found := names.get(" ".join(last))):
        return found, parts[:-1]
    for count in range(min(_LONGEST_STATE, len(last) - 1), 0, -1):
        if found := names.get(" ".join(last[-count:])):
            return found, [*parts[:-1], last[:-count]]
    return _state_before_agency(parts, names)


def _state_alone(parts: list[Words], names: Mapping[str, str]) -> str | None:
    """The state that stands between a comma and the end, or an agency: "Madison County, NE Sheriff"."""
    words, _ = without_agency(long_words(parts[-1]))
    return names.get(" ".join(words)) if len(parts) > 1 else None


def _state_before_agency(parts: list[Words], names: Mapping[str, str]) -> tuple[str | None, list[Words]]:
    """ "Norfolk NE Police", "Kansas City, Missouri Police": a state between the name and the agency."""
    *before, last = parts
    words, agency = without_agency(long_words(last)) if len(last) > 1 else (last, "")
    office = last[len(words) :]
    if not agency:
        return None, parts
    for count in range(min(_LONGEST_STATE, len(words)), 0, -1):
        own, state = words[:-count], words[-count:]
        if (found := names.get(" ".join(state))) is None:  # "co" was written out as county
            continue
        if own and own[-1] not in OF:
            return found, [*before, [*own, *office]]
        return (found, [*before[:-1], [*before[-1], *office]]) if before and not own else (None, parts)
    return None, parts


def _agency_last(parts: list[Words]) -> list[Words]:
    """The text with a local agency at its end: "Police Department, City of Houston". A list stays."""
    first, *others = parts
    if not others or _AGENCIES.get(tuple(long_words(first))) not in LOCAL_AGENCIES:
        return parts
    several = any("and" in part or without_agency(long_words(part))[1] for part in others)
    return parts if several else [*others, first]


def _boroughs(parts: list[Words]) -> list[list[Words]]:
    """The text, and with the other ending where a name ends in -borough or -boro: both are written."""
    other = [
        [_BOROUGH.sub(lambda end: "boro" if end[0] == "borough" else "borough", word) for word in words]
        for words in parts
    ]
    return [parts] if other == parts else [parts, other]


def _spelled(parts: list[Words]) -> Iterator[list[Words]]:
    """The text with short forms of two words written out either way."""
    found = next((word for words in parts for word in words if word in EITHER), None)
    if found is None:
        yield parts
        return
    for long in EITHER[found]:
        yield from _spelled([[long if word == found else word for word in words] for words in parts])


def _meanings(parts: list[Words]) -> Iterator[tuple[Words, str, str, frozenset[Kind] | None]]:
    """Name, designator, county and kinds: as it is, without agency, without designator."""
    words, county = _joined(parts)
    yield words, "", county, None
    words, agency = without_agency(words)
    kinds = AGENCIES[agency] if agency else None
    name, word = designated(words)
    if agency.startswith("metro"):
        name = name if word == "city" else words
        yield name, agency.split()[0], county, kinds and kinds - {Kind.COUNTY}
        return
    if agency and word in TRIBAL:
        kinds = frozenset({Kind.TRIBE})  # "Taos Pueblo Police", where a place is called Taos Pueblo
    if word:
        yield name, word, county, kinds
    if word in METROPOLITAN - METRO and (inner := designated(name))[1] in OFFICES_OF:
        yield *inner, county, kinds  # "Terrebonne Parish Consolidated Government"
    if agency in SHERIFF:
        yield words, word or "county", county, kinds
    elif agency:
        # A county's police are called so: "Fairfax County Police". Without the word it is a city's.
        kinds = kinds and kinds - {Kind.COUNTY}
        yield words, "", county, kinds


def _partial_meanings(parts: list[Words]) -> Iterator[tuple[Words, str, str, frozenset[Kind] | None]]:
    """The same of the beginning of a text: what follows tells where, or which office."""
    words, county = _joined(parts)
    if len(parts) == 1 and not OFFICES_OF.intersection(words) and "census" not in words:
        return
    if len(parts) > 1:  # "University of Florida, Gainesville"
        yield long_words(parts[0]), "", county, frozenset({Kind.CAMPUS})
    if _is_institution(words):
        return
    words, _ = without_agency(words)
    if not designated(words)[1] and (rest := _up_to_county(words)):
        yield rest[0], rest[1], county, None


def _joined(parts: list[Words]) -> tuple[Words, str]:
    """ "Houston, City of" in one row of words; "Midway, Gadsden County" as a place and its county."""
    words, county = long_words(parts[0]), ""
    for part in map(long_words, parts[1:]):
        name, word = designated(part)
        if word in OF_COUNTIES:
            county = form(name)
        else:
            words = words + part
    return words, county


def without_agency(words: Words) -> tuple[Words, str]:
    """The words without those of an agency, and the agency as AGENCIES names it, "" if there is none.

    "houston police department" and "police department of houston" → houston, police department.
    """
    for count in range(min(_LONGEST_AGENCY, len(words) - 1), 0, -1):
        if name := _AGENCIES.get(tuple(words[-count:])):
            return words[:-count], name
    for at in range(1, len(words) - 1):
        if words[at] == "of" and (name := _AGENCIES.get(tuple(words[:at]))):
            return words[at + 1 :], name
    return words, ""


def _up_to_county(words: Words) -> tuple[Words, str] | None:
    """ "harris county public health" → harris, county."""
    for at in range(1, len(words) - 1):
        for count in (2, 1):
            word = " ".join(words[at : at + count])
            if word in OFFICES_OF and at + count < len(words):
                return words[:at], word
    return None


def _is_institution(words: Words) -> bool:
    """True for a body with a government of its own, False for an office such as a district attorney's."""
    pairs = [*pairwise([*words, ""])]
    return not INSTITUTION_PAIRS.isdisjoint(pairs) or any(
        word in INSTITUTIONS and not (word == "district" and following in OFFICES_OF_DISTRICTS)
        for word, following in pairs
    )
