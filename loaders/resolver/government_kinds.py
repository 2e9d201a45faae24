"""Kinds of governments, by which names of agencies are scored: what a name's words say it is."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Final

from domain.plain import folded, long_words, pieces
from domain.states import STATE_NAMES
from domain.vocabulary import DescribedEnum
from domain.vocabulary import JurisdictionKind as Kind
from domain.vocabulary import JurisdictionType as Type
from loaders.resolver.reading import designated, state_agency, without_agency
from loaders.resolver.words import COLLEGES, DISTRICTS, SHERIFF, STATE_POLICE, TOWNSHIPS, TRIBAL


class Government(DescribedEnum):
    """What a name is that of."""

    COUNTY = "county", "A county, or an office of it."
    COUNTY_POLICE = "county police", "A county's police other than its sheriff."
    SHERIFF = "sheriff", "A sheriff's office."
    MUNICIPALITY = "municipality", "A city, village or borough, or its police."
    TOWNSHIP = "township", "A township, or its police."
    TOWN = "town", "A town that says so, or its police."
    STATE_POST = "state post", "An agency of a state, or one of its posts."
    TRIBE = "tribe", "A tribe, or its police."
    CAMPUS = "campus", "A university or college, or its police."
    SPECIAL_DISTRICT = "special district", "Schools, airports, transit, ports, task forces and their like."
    SEVERAL = "several", "Several governments together."


JURISDICTIONS: Final[Mapping[str, frozenset[Kind]]] = {
    Government.COUNTY: frozenset({Kind.COUNTY}),
    Government.COUNTY_POLICE: frozenset({Kind.COUNTY}),
    Government.SHERIFF: frozenset({Kind.COUNTY}),
    Government.MUNICIPALITY: frozenset({Kind.PLACE}),
    Government.TOWNSHIP: frozenset({Kind.PLACE, Kind.TOWNSHIP}),
    Government.TOWN: frozenset({Kind.PLACE, Kind.TOWNSHIP}),
    Government.STATE_POST: frozenset({Kind.STATE}),
    Government.TRIBE: frozenset({Kind.TRIBE}),
    Government.CAMPUS: frozenset({Kind.CAMPUS}),
    Government.SPECIAL_DISTRICT: frozenset(),
    Government.SEVERAL: frozenset({Kind.REGION, Kind.COUNTY, Kind.PLACE}),
}
"""What each is in our data."""

_BY_TYPE: Final[Mapping[Type, Government]] = {
    Type.STATE: Government.STATE_POST,
    Type.MULTI_JURISDICTION: Government.SEVERAL,
    Type.CAMPUS: Government.CAMPUS,
    Type.TRIBAL: Government.TRIBE,
    Type.TOWNSHIP: Government.TOWNSHIP,
}
_TRIBES: Final = frozenset({"indians", *TRIBAL})
_TASK_FORCE: Final = ("task", "force")


def government_of(name: str, kind: Type | None = None) -> Government:
    """The kind of government that a name, or its row's type of jurisdiction, says; else a municipality."""
    if kind and (found := _BY_TYPE.get(kind)):
        return found
    parts = [long_words(part) for part in pieces(folded(name))] or [[]]
    first, *others = parts
    words, agency = without_agency([*first, *next((part for part in others if part[-1] == "of"), [])])
    own, word = designated(words)
    every = frozenset(word for part in parts for word in part)
    if kind is None and (agency in STATE_POLICE or state_agency(name, STATE_NAMES) is not None):
        return Government.STATE_POST
    if agency in SHERIFF or "sheriff" in every:
        return Government.SHERIFF
    if kind is None and (special := _without_government(words, every)):
        return special
    if (
        kind is Type.COUNTY
        or word in {"county", "parish", "census area"}
        or {"county", "parish"} & set(own[1:])
    ):
        return Government.COUNTY_POLICE if agency else Government.COUNTY
    if word in TOWNSHIPS:
        return Government.TOWNSHIP
    return Government.TOWN if word == "town" else Government.MUNICIPALITY


def _without_government(words: list[str], every: frozenset[str]) -> Government | None:
    """The kind of what is neither city, town nor county."""
    if _TRIBES & every:
        return Government.TRIBE
    if DISTRICTS & every or _TASK_FORCE in pairwise(words):
        return Government.SPECIAL_DISTRICT
    is_college = bool(words) and (words[-1] in COLLEGES or (words[0] in COLLEGES and words[1:2] == ["of"]))
    return Government.CAMPUS if is_college or "campus" in every else None
