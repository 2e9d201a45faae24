"""Readings: what a text that names a jurisdiction may mean, taken apart into name, kind and state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.abbreviations import EITHER
from domain.plain import folded, form, long_words, pieces
from domain.vocabulary import JurisdictionKind as Kind
from loaders.resolver.words import (
    AGENCIES,
    DESIGNATORS,
    METROPOLITAN,
    OF_COUNTIES,
    SHERIFF,
    STATE_POLICE,
)

Words = list[str]

_DESIGNATORS = {tuple(name.split()): name for name in DESIGNATORS}
_AGENCIES = {tuple(name.split()): name for name in AGENCIES}
_LONGEST_STATE = 3
OF = frozenset({"of", "de"})
"""Between a designator and a name: "City of Houston", "Municipio de Ponce"."""
_COUNTRY = ({"usa"}, {"us"}, {"united", "states"})


@dataclass(frozen=True, slots=True)
class Reading:
    """One meaning of a text. `name` is a form, `word` the designator beside it, or empty.

    Those of `rank` 0 come first. `state` is None where the text says none, `county` the form of a county that
    the text gives as context; `kinds` is what an agency's name leaves possible, None for all. `words` are the
    words of the name.
    """

    name: str
    word: str = ""
    state: str | None = None
    county: str = ""
    kinds: frozenset[Kind] | None = None
    rank: int = 0
    words: tuple[str, ...] = ()

    @property
    def names_county(self) -> bool:
        """True where the designator is one of counties alone."""
        return bool(self.word) and DESIGNATORS[self.word] == {Kind.COUNTY}


def readings(text: str, names: Mapping[str, str], state: str | None = None) -> list[Reading]:
    """All readings of a text, the likelier first. `names` is of `domain.states`; `state` is known already."""
    parts = without_country(pieces(folded(text)))
    if not parts:
        return []
    return [
        Reading(form(words), word, found, county, kinds, rank, tuple(words))
        for rank, (found, rest) in enumerate(_states(parts, names, state))
        for spelled in _spelled(rest)
        for words, word, county, kinds in _meanings(spelled)
        if form(words)
    ]


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
    """Without postal code and country at the end."""
    while parts and (parts[-1][-1].isdigit() or any(set(parts[-1][-len(c) :]) == c for c in _COUNTRY)):
        kept = parts[-1][: -2 if parts[-1][-1] == "states" else -1]
        parts = [*parts[:-1], kept] if kept else parts[:-1]
    return parts


def _states(
    parts: list[Words], names: Mapping[str, str], state: str | None
) -> Iterator[tuple[str | None, list[Words]]]:
    """State and what is left of the text: first as it most likely is meant, then the other way."""
    found, rest = _last_state(parts, names)
    if found is None:
        yield None, parts
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
    return None, parts


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
    if len(parts) > 1:  # "University of Florida, Gainesville"
        yield long_words(parts[0]), "", county, frozenset({Kind.CAMPUS})
    words, agency = _without_agency(words)
    kinds = AGENCIES[agency] if agency else None
    name, word = designated(words)
    if word:
        yield name, word, county, kinds
    if agency in SHERIFF:
        yield words, word or "county", county, kinds
    elif agency in STATE_POLICE or (agency and not word):
        # A county's police are called so: "Fairfax County Police". Without the word it is a city's.
        kinds = kinds and kinds - {Kind.COUNTY}
        yield words, "", county, kinds
        if agency.startswith("metro"):
            yield words, "metro", county, kinds
    if not word and (rest := _up_to_county(words)):
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


def _without_agency(words: Words) -> tuple[Words, str]:
    for ending, name in _AGENCIES.items():
        if len(words) > len(ending) and tuple(words[-len(ending) :]) == ending:
            return words[: -len(ending)], name
    return words, ""


def _up_to_county(words: Words) -> tuple[Words, str] | None:
    """ "harris county public health" → harris, county."""
    for word in ("county", "parish"):
        if word in words[1:-1]:
            return words[: words.index(word, 1)], word
    return None
