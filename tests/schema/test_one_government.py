"""A city and its county that are one government: either key, either name, one answer."""

from __future__ import annotations

from typing import Any

import pytest

from domain.city_counties import CITY_COUNTIES
from schema.planner.shape.global_id import encode

ONE = "query ($key: String!) { jurisdiction(key: $key) { key kind name placeKey countyName incorporated } }"
LISTED = """
query ($in: [String!]) {
  jurisdictions(where: {key: {in: $in}}, first: 100) { totalCount edges { node { key placeKey } } }
}
"""
RECOMMEND = """
query ($key: String!) {
  recommendSites(input: {for: {jurisdictionKey: $key}, models: ["model:co-responder"]}) {
    label
    edges { node { site { key } score factors { name value reason } evidence { totalCount } } }
  }
}
"""
REQUESTS = """
query ($key: String!) {
  of: jurisdiction(key: $key) { requests { totalCount } similar { edges { rank score node { key } } } }
  where: requests(where: {jurisdictions: {some: {key: {eq: $key}}}}) { totalCount }
}
"""
SEARCH = """
query ($search: String!) {
  jurisdictions(search: $search, first: 1) { edges { node { key name state } } }
}
"""
SIMILAR = """
{
  jurisdiction(key: "us-county:08031") {
    similar(first: 25) { edges { setting factors { name reason } node { kind placeKey urbanClass } } }
  }
}
"""
PAIRS = sorted(CITY_COUNTIES.items())


async def test_all_are_known_by_both_keys_and_are_counties_once(ask: Any) -> None:
    by_county = (await ask(LISTED, **{"in": list(CITY_COUNTIES.values())}))["jurisdictions"]
    by_city = (await ask(LISTED, **{"in": list(CITY_COUNTIES)}))["jurisdictions"]
    assert by_county == by_city
    assert {edge["node"]["placeKey"]: edge["node"]["key"] for edge in by_city["edges"]} == CITY_COUNTIES


async def test_the_name_is_the_citys_and_the_county_is_told(ask: Any) -> None:
    nashville = {
        "key": "us-county:47037",
        "kind": "COUNTY",
        "name": "Nashville",
        "placeKey": "us-place:4644585",
        "countyName": "Davidson County",
        "incorporated": True,
    }
    assert (await ask(ONE, key="us-place:4644585"))["jurisdiction"] == nashville
    assert (await ask(ONE, key="us-county:47037"))["jurisdiction"] == nashville


@pytest.mark.parametrize(("city", "county"), PAIRS[::6], ids=[county for _, county in PAIRS[::6]])
async def test_either_key_gives_one_answer(ask: Any, city: str, county: str) -> None:
    assert await ask(RECOMMEND, key=city) == await ask(RECOMMEND, key=county)
    assert await ask(REQUESTS, key=city) == await ask(REQUESTS, key=county)


async def test_a_global_id_of_before_leads_to_the_government(ask: Any) -> None:
    text = "query ($id: ID!) { node(id: $id) { ... on Jurisdiction { key } } }"
    for key in ("us-place:4335045", "us-county:22071"):
        assert (await ask(text, id=encode("Jurisdiction", key)))["node"] == {"key": "us-county:22071"}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Nashville", "us-county:47037"),
        ("Davidson County TN", "us-county:47037"),
        ("Orleans Parish", "us-county:22071"),
        ("New Orleans", "us-county:22071"),
        ("charlottesville", "us-county:51540"),
        ("Silver Bow", "us-county:30093"),
        ("Denver", "us-county:08031"),
    ],
)
async def test_a_search_finds_both_names(ask: Any, text: str, key: str) -> None:
    [edge] = (await ask(SEARCH, search=text))["jurisdictions"]["edges"]
    assert edge["node"]["key"] == key


async def test_it_is_as_alike_to_a_city_as_to_a_county(ask: Any) -> None:
    edges = (await ask(SIMILAR))["jurisdiction"]["similar"]["edges"]
    same_class = [edge for edge in edges if edge["node"]["urbanClass"] == "LARGE_METRO"]
    assert {edge["node"]["kind"] for edge in same_class} == {"COUNTY", "PLACE"}
    assert {edge["setting"] for edge in same_class} == {1.0}
    reasons = {
        factor["reason"] for edge in edges for factor in edge["factors"] if factor["name"] == "SETTING"
    }
    assert "A city-county in a large metro area here, a city or town in a large metro area there." in reasons
