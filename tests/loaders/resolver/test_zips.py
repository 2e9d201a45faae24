"""ZIP codes: alone, in a text, beside a name, and against other fields."""

from __future__ import annotations

import random
from collections import defaultdict
from typing import Any

import pytest

from domain.vocabulary import JurisdictionType as Type
from loaders.jurisdiction import Jurisdiction
from loaders.resolver.answer import Ambiguous, How, Resolved, Unknown
from loaders.resolver.candidates import MAX_CANDIDATES
from loaders.resolver.resolver import Resolver

BURLINGTON, CHITTENDEN, DENVER = "us-place:5234372", "us-county:50007", "us-county:08031"
MIAMI, MIAMI_BEACH, MIAMI_DADE = "us-place:4164138", "us-place:4164143", "us-county:12086"
JUNCTION_CITY = {"AR": "us-place:4116918", "LA": "us-place:4329405"}
BRIDGEPORT, GREATER_BRIDGEPORT = "us-place:5282804", "us-county:09120"


@pytest.mark.parametrize(
    ("text", "said", "key"),
    [
        ("05401", {}, BURLINGTON),
        ("05401-1234", {}, BURLINGTON),
        ("05401–1234", {}, BURLINGTON),
        ("054011234", {}, BURLINGTON),
        (" 05401, VT", {}, BURLINGTON),
        ("VT 05401", {}, BURLINGTON),
        ("05401 Vermont", {}, BURLINGTON),
        ("Vermont 05401, USA", {}, BURLINGTON),
        (None, {"zip_code": "05401"}, BURLINGTON),
        (None, {"zip_code": "05401-1234"}, BURLINGTON),
        (None, {"zip_code": "5401"}, BURLINGTON),  # as a spreadsheet leaves it
        (None, {"zip_code": "5401.0"}, BURLINGTON),
        (None, {"zip_code": "05401", "state": "VT", "kind": Type.CITY}, BURLINGTON),
        (None, {"zip_code": "05401", "kind": Type.COUNTY}, CHITTENDEN),
        (None, {"zip_code": "33139", "kind": Type.COUNTY}, MIAMI_DADE),  # of two places in one county
        ("80202", {}, DENVER),
        ("80202", {"kind": Type.CITY}, DENVER),
        ("80202", {"kind": Type.COUNTY}, DENVER),
        ("71749", {"state": "LA"}, JUNCTION_CITY["LA"]),
        ("71749 AR", {}, JUNCTION_CITY["AR"]),
        ("00601", {}, "us-place:4562485"),  # Adjuntas, PR
        ("06604", {"fips": "09001", "kind": Type.CITY}, BRIDGEPORT),  # of a county that was divided
        ("06604", {"fips": "09001", "kind": Type.COUNTY}, GREATER_BRIDGEPORT),
    ],
)
def test_a_zip_code_alone_is_the_place_that_has_it_alone(
    resolver: Resolver, text: str | None, said: dict[str, Any], key: str
) -> None:
    assert resolver.resolve(text, **said) == Resolved((key,), How.ZIP)


@pytest.mark.parametrize(
    ("text", "said", "key"),
    [
        ("Burlington", {"zip_code": "05401"}, BURLINGTON),
        ("Burlington 05401", {}, BURLINGTON),
        ("Burlington, VT 05401-1234", {}, BURLINGTON),
        ("05401 Burlington", {}, BURLINGTON),
        ("Winooski", {"zip_code": "05401"}, "us-place:5243081"),  # beside it, in the same county
        ("Springfield 62701", {}, "us-place:4250542"),
        ("Miami Beach", {"zip_code": "33139"}, MIAMI_BEACH),
        ("Jackson County", {"zip_code": "64101"}, "us-county:29095"),
        ("Vermont", {"zip_code": "05401", "kind": Type.STATE}, "us-state:VT"),
        ("Houston, TX 77002, USA", {}, "us-place:4699066"),
        ("Burlington, VT 99999", {}, BURLINGTON),  # no place is known to have it
    ],
)
def test_a_zip_code_narrows_a_name_to_the_counties_of_its_places(
    resolver: Resolver, text: str, said: dict[str, Any], key: str
) -> None:
    assert resolver.resolve(text, **said) == Resolved((key,), How.NAME)


def test_a_zip_code_of_several_places_is_ambiguous_with_the_larger_first(
    resolver: Resolver, jurisdictions: list[Jurisdiction]
) -> None:
    answer = resolver.resolve("33139")
    assert isinstance(answer, Ambiguous)
    assert [each.key for each in answer.candidates] == [MIAMI, MIAMI_BEACH]
    many = resolver.resolve(zip_code="63121")
    assert isinstance(many, Ambiguous)
    people = {each.key: each.population for each in jurisdictions}
    sizes = [people[each.key] for each in many.candidates]
    assert sizes == sorted(sizes, reverse=True)
    assert len(sizes) == MAX_CANDIDATES


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (
            {"zip_code": "05401", "state": "TX"},
            "the ZIP code 05401 is in VT, the state is TX; fix one of them",
        ),
        ({"text": "05401 TX"}, "the ZIP code 05401 is in VT, the state is TX; fix one of them"),
        ({"zip_code": "05401", "fips": "48201"}, "05401 is in VT, the state is TX"),
        ({"zip_code": "71749", "state": "TX"}, "71749 is in AR and LA, the state is TX"),
        ({"zip_code": "71749", "kind": Type.COUNTY}, "lies in several counties"),
        ({"zip_code": "11229", "kind": Type.COUNTY}, "lies in several counties"),  # New York City
    ],
)
def test_fields_that_contradict_a_zip_code_or_leave_it_open_are_ambiguous(
    resolver: Resolver, said: dict[str, Any], why: str
) -> None:
    answer = resolver.resolve(**said)
    assert isinstance(answer, Ambiguous)
    assert why in answer.why
    assert answer.candidates


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"text": "99999"}, "no place is known to have the ZIP code 99999"),
        ({"zip_code": "Vermont"}, "no place is known to have the ZIP code Vermont"),
        ({"zip_code": "05401", "kind": Type.CAMPUS}, "jurisdiction_type is campus; give a name"),
        ({"zip_code": "05401", "kind": Type.STATE}, "jurisdiction_type is state; give a name"),
        ({"text": "Houston 05401"}, "no jurisdiction has this name in VT"),
    ],
)
def test_a_zip_code_that_leads_nowhere_says_why(resolver: Resolver, said: dict[str, Any], why: str) -> None:
    answer = resolver.resolve(**said)
    assert isinstance(answer, Unknown)
    assert why in answer.why


def test_every_zip_code_leads_to_its_places(resolver: Resolver, jurisdictions: list[Jurisdiction]) -> None:
    places = defaultdict[str, list[Jurisdiction]](list)
    for each in jurisdictions:
        for code in each.zips or ():
            places[code].append(each)
    assert len(places) > 25_000
    for code in random.Random(17).sample(sorted(places), 3000):
        answer = resolver.resolve(code)
        keys = {each.key for each in places[code]}
        if len(keys) == 1:
            assert answer == Resolved((*keys,), How.ZIP)
        else:
            assert isinstance(answer, Ambiguous)
            assert {each.key for each in answer.candidates} <= keys


@pytest.mark.parametrize(
    ("text", "said", "key"),
    [
        ("San Juan", {"state": "PR", "kind": Type.CITY}, "us-place:4568127"),
        ("Mayaguez, PR", {"kind": Type.CITY}, "us-place:4566385"),
        ("Levittown, Puerto Rico", {}, "us-place:4566002"),
        ("Bayamón, PR", {}, "us-county:72021"),  # the municipio is the government
        ("Bayamón", {}, "us-county:72021"),
        ("Ponce, PR 00716", {}, "us-county:72113"),
    ],
)
def test_a_name_of_puerto_rico_is_the_municipio_before_its_place(
    resolver: Resolver, text: str, said: dict[str, Any], key: str
) -> None:
    assert resolver.resolve(text, **said) == Resolved((key,), How.NAME)
