"""County equivalents of 2023 and territories through GraphQL; codes of before are understood."""

from __future__ import annotations

from typing import Any

import pytest

from domain.former_counties import FORMER_COUNTIES
from domain.states import STATES, TERRITORIES
from graph.errors import InsufficientProfile, JurisdictionReplaced, UnknownKey
from loaders.bundled.jurisdictions import read_jurisdictions

AREAS = [each for each in read_jurisdictions() if each.key.startswith(("us-county:", "us-state:"))]
RECOMMEND = """
query ($key: String!) {
  recommendSites(input: {for: {jurisdictionKey: $key}}, first: 1) { edges { node { score } } }
}
"""
ONE = "query ($key: String!) { jurisdiction(key: $key) { key name note } }"


async def test_every_county_equivalent_and_every_state_and_territory_is_known(ask: Any) -> None:
    text = "query ($in: [String!]) { jurisdictions(where: {key: {in: $in}}) { totalCount } }"
    keys = [each.key for each in AREAS]
    assert len(keys) == 3_235 + 56
    for start in range(0, len(keys), 500):
        part = keys[start : start + 500]
        assert (await ask(text, **{"in": part}))["jurisdictions"]["totalCount"] == len(part)


@pytest.mark.parametrize("state", [*sorted(TERRITORIES), "CT", "AK"])
async def test_a_territory_and_a_new_county_are_recommended_sites_or_told_what_is_missing(
    ask: Any, refusal: Any, state: str
) -> None:
    for each in (one for one in AREAS if one.state == state):
        if each.population:
            assert (await ask(RECOMMEND, key=each.key))["recommendSites"]["edges"], each.key
        else:
            error = await refusal(RECOMMEND, key=each.key)
            assert isinstance(error, InsufficientProfile)
            what = "too little is known to compare it; population, density, urban class are not in the data"
            assert str(error).startswith(f"{each.key}: {what}")


@pytest.mark.parametrize("state", STATES)
async def test_a_profile_of_every_state_and_territory_is_answered(ask: Any, state: str) -> None:
    text = """query ($profile: ProfileInput!) {
      recommendSites(input: {for: {profile: $profile}}, first: 1) { edges { node { score } } }
    }"""
    profile = {"state": state, "kind": "COUNTY", "population": 40_000, "density": 90.0, "setting": "NONCORE"}
    assert (await ask(text, profile=profile))["recommendSites"]["edges"]


async def test_a_county_that_became_another_is_answered_with_a_note(ask: Any) -> None:
    found = (await ask(ONE, key="us-county:09007"))["jurisdiction"]
    assert found["key"] == "us-county:09130"
    assert (
        found["note"]
        == "Since 2022 in place of Middlesex County (09007), a part of New London County (09011)."
    )
    assert (await ask(ONE, key="us-county:48201"))["jurisdiction"]["note"] is None
    old, new = [await ask(RECOMMEND, key=key) for key in ("us-county:09007", "us-county:09130")]
    assert old == new


@pytest.mark.parametrize("fips", [fips for fips, former in FORMER_COUNTIES.items() if len(former.now) > 1])
@pytest.mark.parametrize("text", [ONE, RECOMMEND])
async def test_a_divided_county_is_refused_with_its_successors(refusal: Any, text: str, fips: str) -> None:
    error = await refusal(text, key=f"us-county:{fips}")
    assert isinstance(error, JurisdictionReplaced)
    assert all(f"us-county:{now}" in str(error) for now in FORMER_COUNTIES[fips].now)


async def test_the_county_of_a_profile_may_be_a_former_one(ask: Any, refusal: Any) -> None:
    text = """query ($profile: ProfileInput!) {
      recommendSites(input: {for: {profile: $profile}}, first: 3) { edges { node { score site { key } } } }
    }"""
    profile = {
        "state": "CT",
        "kind": "PLACE",
        "population": 47_000,
        "density": 1_100.0,
        "setting": "LARGE_METRO",
    }
    old, new = [await ask(text, profile=profile | {"county": fips}) for fips in ("09007", "09130")]
    assert old == new
    error = await refusal(text, profile=profile | {"county": "09001"})
    assert isinstance(error, JurisdictionReplaced)
    assert str(error).startswith("profile.county: Fairfield County (09001) was replaced in 2022 by parts of")


async def test_a_double_of_a_place_is_the_place(ask: Any) -> None:
    for key, name in (("us-place:4297999", "Lexington"), ("us-place:4333190", "Metairie")):
        assert (await ask(ONE, key=key))["jurisdiction"]["name"] == name
        assert (await ask(RECOMMEND, key=key))["recommendSites"]["edges"]


async def test_a_place_says_that_it_may_have_no_police(ask: Any) -> None:
    text = "query ($key: String!) { jurisdiction(key: $key) { incorporated density note } }"
    houston, metairie, chicago_lawn = [
        (await ask(text, key=f"us-place:{number}"))["jurisdiction"] for number in (4699066, 4333177, 4887463)
    ]
    assert (houston["incorporated"], houston["note"]) == (True, None)
    assert metairie["incorporated"] is False
    assert metairie["note"].startswith("A census-designated place, which is not incorporated")
    assert (chicago_lawn["incorporated"], chicago_lawn["density"]) == (None, None)
    assert chicago_lawn["note"].startswith("Not listed as incorporated or census-designated")


async def test_places_are_filtered_by_incorporation(ask: Any) -> None:
    text = """query ($is: Boolean) {
      jurisdictions(where: {kind: {eq: PLACE}, state: {eq: "LA"}, incorporated: {eq: $is}}, first: 100) {
        totalCount edges { node { incorporated } }
      }
    }"""
    for wanted in (True, False):
        found = (await ask(text, **{"is": wanted}))["jurisdictions"]
        assert found["totalCount"] > 50
        assert {edge["node"]["incorporated"] for edge in found["edges"]} == {wanted}


async def test_an_unknown_county_is_an_unknown_key(refusal: Any) -> None:
    error = await refusal(RECOMMEND, key="us-county:09999")
    assert type(error) is UnknownKey
