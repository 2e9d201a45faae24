"""Agencies of the FBI's list: they are found, they ask, and places say whether they have one."""

from __future__ import annotations

from typing import Any

import pytest

from graph.errors import GraphError, InvalidInput, UnknownKey

AGENCY = """
query ($key: String!) {
  lawEnforcementAgency(key: $key) {
    ori name state agencyType listed counties latitude jurisdictions { edges { node { key } } }
  }
}
"""
RECOMMEND = """
query ($input: RecommendInput!) {
  recommendSites(input: $input, first: 20) {
    assumption
    edges { node { site { key } tier score factors { name value reason } } }
  }
}
"""
YAVAPAI = "site:yavapai-coalition"
OFFERED = [
    f"model:{model}"
    for model in (
        *("cit", "mobile-crisis", "crisis-stabilization-unit", "jail-reentry", "diversion-to-treatment"),
        "training-hub",
    )
]
"""Models that it operates."""


async def ranked(ask: Any, requester: dict[str, Any], *models: str, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = await ask(RECOMMEND, input={"for": requester, "models": list(models), **more})
    return dict(found["recommendSites"])


def sites(answer: dict[str, Any]) -> list[str]:
    return [edge["node"]["site"]["key"] for edge in answer["edges"]]


async def test_all_of_the_list_are_there(ask: Any) -> None:
    text = "{ lawEnforcementAgencies(where: {listed: {eq: 2018}}) { totalCount } }"
    assert (await ask(text))["lawEnforcementAgencies"]["totalCount"] == 18_702
    kinds = "{ lawEnforcementAgenciesAggregate(groupBy: [AGENCY_TYPE]) { count group { agencyType } } }"
    groups = (await ask(kinds))["lawEnforcementAgenciesAggregate"]
    counted = {each["group"]["agencyType"]: each["count"] for each in groups}
    assert (counted["TRIBAL_POLICE"], counted["CAMPUS_POLICE"]) == (208, 818)
    assert counted["MUNICIPAL_POLICE"] == 11_865


@pytest.mark.parametrize(
    ("ori", "agency_type", "counties", "policed"),
    [
        ("TXHPD0000", "MUNICIPAL_POLICE", ["48201"], ["us-place:4699066"]),
        ("FL0010600", "CAMPUS_POLICE", ["12001"], ["us-campus:university-of-florida"]),
        ("AZDI06900", "TRIBAL_POLICE", ["04025"], []),
        ("MI0823400", "MUNICIPAL_POLICE", ["26015"], []),  # Barry Township
        ("LANPD0000", "MUNICIPAL_POLICE", ["22071"], ["us-county:22071"]),  # New Orleans is its parish
        ("OH0820000", "SHERIFF", ["39163"], ["us-county:39163"]),
        ("ALAST0000", "STATE_AGENCY", None, ["us-state:AL"]),
    ],
)
async def test_an_agency_has_its_kind_its_counties_and_what_it_polices(
    ask: Any, ori: str, agency_type: str, counties: list[str] | None, policed: list[str]
) -> None:
    found = (await ask(AGENCY, key=f"agency:{ori}"))["lawEnforcementAgency"]
    assert (found["ori"], found["agencyType"], found["listed"]) == (ori, agency_type, 2018)
    assert counties is None or found["counties"] == counties
    assert [edge["node"]["key"] for edge in found["jurisdictions"]["edges"]] == policed


@pytest.mark.parametrize(
    ("ori", "key", "agency_type"),
    [
        ("TXHPD0000", "us-place:4699066", "MUNICIPAL_POLICE"),
        ("OH0820000", "us-county:39163", "SHERIFF"),
        ("LANPD0000", "us-place:4335045", "MUNICIPAL_POLICE"),
        ("FL0010600", "us-campus:university-of-florida", "CAMPUS_POLICE"),
    ],
)
async def test_an_agency_asks_as_what_it_polices_and_as_its_kind(
    ask: Any, ori: str, key: str, agency_type: str
) -> None:
    answer = await ranked(ask, {"agencyOri": ori}, "model:co-responder")
    same = await ranked(ask, {"jurisdictionKey": key}, "model:co-responder", agencyType=agency_type)
    assert answer == same
    assert answer["assumption"] is None


async def test_seven_characters_and_small_letters_are_the_same_agency(ask: Any) -> None:
    assert await ranked(ask, {"agencyOri": "oh08200"}) == await ranked(ask, {"agencyOri": "OH0820000"})


async def test_a_tribe_is_somebody_and_features_of_its_county_are_used(ask: Any) -> None:
    for ori in ("AZDI06900", "AZDI02300", "AZDI05300"):  # Yavapai-Apache, Yavapai-Prescott, Hopi
        for model in OFFERED:
            answer = await ranked(ask, {"agencyOri": ori}, model)
            assert YAVAPAI in sites(answer)[:3], (ori, model)
    answer = await ranked(ask, {"agencyOri": "AZDI06900"})
    assert answer["assumption"] == (
        "The data have no population, density or urban class of Yavapai-Apache Nation; what is known of "
        "Yavapai County, AZ, is used. Ask with a profile if you know better."
    )


@pytest.mark.parametrize("more", [{}, {"kind": "TRIBE"}, {"kind": "TRIBE", "setting": "NONCORE"}])
async def test_a_tribe_that_no_list_has_asks_with_a_profile(ask: Any, more: dict[str, Any]) -> None:
    profile = {"state": "AZ", "agencyType": "TRIBAL_POLICE", "population": 12_000} | more
    for model in OFFERED:
        answer = await ranked(ask, {"profile": profile}, model)
        assert YAVAPAI in sites(answer)[:3], model
        assert answer["assumption"] == (
            "The place of the tribe is not given; distances are from the middle of Arizona."
        )
    reasons = {
        edge["node"]["site"]["key"]: factor["reason"]
        for edge in answer["edges"]
        for factor in edge["node"]["factors"]
        if factor["name"] == "TRIBE"
    }
    assert reasons[YAVAPAI] == ("Works with a tribe: Yavapai-Apache Nation Police Department is a partner.")
    assert reasons["site:houston-pd"] == "No tribe is known to be a partner."


async def test_every_tribal_and_campus_police_department_is_answered(ask: Any) -> None:
    text = """query ($types: [AgencyType!]) {
      lawEnforcementAgencies(where: {agencyType: {in: $types}}, first: 100, after: null) {
        edges { node { ori counties } }
      }
    }"""
    for kind, own in (("TRIBAL_POLICE", False), ("CAMPUS_POLICE", True)):
        edges = (await ask(text, types=[kind]))["lawEnforcementAgencies"]["edges"]
        for edge in edges[:40]:
            if not edge["node"]["counties"]:
                continue
            answer = await ranked(ask, {"agencyOri": edge["node"]["ori"]})
            assert answer["edges"], edge
            if own:
                assert sites(answer)[0] == "site:university-of-florida-pd", edge


async def test_a_township_without_a_place_asks_as_its_agency(ask: Any) -> None:
    answer = await ranked(ask, {"agencyOri": "MI0823400"}, "model:co-responder")
    assert answer["edges"][0]["node"]["tier"] == "OFFERS"
    assert answer["assumption"].startswith("The data have no urban class of Barry Township Police Department")


@pytest.mark.parametrize(
    ("ori", "kind", "message"),
    [
        ("AZ", InvalidInput, "for.agencyOri: 'AZ' is not an ORI; write its 9 letters and digits"),
        ("AZ99999ZZ", UnknownKey, "agency:AZ99999ZZ"),
    ],
)
async def test_an_ori_that_is_none_is_an_error(
    refusal: Any, ori: str, kind: type[GraphError], message: str
) -> None:
    error = await refusal(RECOMMEND, input={"for": {"agencyOri": ori}})
    assert type(error) is kind
    assert message in str(error)


async def test_a_place_says_whether_it_has_police(ask: Any) -> None:
    text = "query ($key: String!) { jurisdiction(key: $key) { hasPolice note } }"

    async def of(key: str) -> tuple[bool | None, str | None]:
        found = (await ask(text, key=key))["jurisdiction"]
        return found["hasPolice"], found["note"]

    assert await of("us-place:4699066") == (True, None)  # Houston
    assert await of("us-state:TX") == (None, None)
    has_police, note = await of("us-place:4333177")  # Metairie
    assert has_police is False
    assert note == (
        "A census-designated place, which is not incorporated: no agency of the FBI's list of 2018 polices "
        "it alone; ask for its county or town."
    )


async def test_a_search_finds_a_township_by_its_agency(ask: Any) -> None:
    text = """query ($search: String!) {
      lawEnforcementAgencies(search: $search, first: 1) { edges { node { ori } } }
    }"""
    found = await ask(text, search="Barry Township Police MI")
    assert found["lawEnforcementAgencies"]["edges"][0]["node"]["ori"] == "MI0823400"
