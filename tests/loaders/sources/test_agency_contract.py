"""Agencies of public lists: their words in ours, and what a row says of the place that an agency polices."""

from __future__ import annotations

from typing import Any

import pytest

from domain.vocabulary import AgencyType, JurisdictionType
from domain.write_result import ProblemCode, RowProblem
from loaders.bundled.jurisdictions import read_jurisdictions
from loaders.pipeline.contract import validated
from loaders.pipeline.placement import Placement
from loaders.resolver.resolver import Resolver
from loaders.sources.law_enforcement_agencies.contract import LawEnforcementAgency

FBI = {"ori": "GA9990100", "name": "Covington", "unit": "NULL", "state": "GA", "county": "NEWTON"}
BJS = {"ori": "TX9990100", "name": "HOUSTON POLICE DEPARTMENT", "county": "HARRIS COUNTY", "fips": "48201"}


@pytest.fixture(scope="module")
def placement() -> Placement:
    resolver = Resolver(read_jurisdictions())
    return Placement(lambda: resolver)


def agency(**cells: Any) -> LawEnforcementAgency:
    found = validated(LawEnforcementAgency, cells)
    assert isinstance(found, LawEnforcementAgency), found
    return found


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (FBI | {"agency_type": "City"}, AgencyType.MUNICIPAL_POLICE),
        (FBI | {"agency_type": "County"}, None),
        (FBI | {"agency_type": "County", "name": "Newton County Sheriff's Office"}, AgencyType.SHERIFF),
        (FBI | {"agency_type": "County", "name": "Newton County Police"}, AgencyType.COUNTY_POLICE),
        (FBI | {"agency_type": "University or College"}, AgencyType.CAMPUS_POLICE),
        (FBI | {"agency_type": "Other State Agency"}, AgencyType.STATE_AGENCY),
        (FBI | {"agency_type": "Tribal"}, AgencyType.TRIBAL_POLICE),
        (FBI | {"agency_type": "Other"}, AgencyType.OTHER),
        (FBI | {"agency_type": "Unknown"}, None),
        (FBI | {"agency_type": "NULL"}, None),
        (BJS | {"agency_type": "0", "subtype": "888"}, AgencyType.MUNICIPAL_POLICE),
        (BJS | {"agency_type": 0, "name": "HARRIS COUNTY POLICE DEPT"}, AgencyType.COUNTY_POLICE),
        (BJS | {"agency_type": "(001) Sheriff's office"}, AgencyType.SHERIFF),
        (BJS | {"agency_type": "006", "subtype": "(011) Four-year university"}, AgencyType.CAMPUS_POLICE),
        (BJS | {"agency_type": "Special jurisdiction", "subtype": "14"}, AgencyType.OTHER),
        (BJS | {"agency_type": "coalition"}, AgencyType.COALITION),
    ],
)
def test_words_and_codes_of_the_lists_are_ours(cells: Any, expected: AgencyType | None) -> None:
    assert agency(**cells).agency_type is expected


@pytest.mark.parametrize(
    ("ori", "key", "state"),
    [
        ("GA9990100", "agency:GA9990100", "GA"),
        ("ga99901", "agency:GA9990100", "GA"),
        ("GA060309E", "agency:GA060309E", "GA"),
        ("NB9990100", "agency:NB9990100", "NE"),
    ],
)
def test_an_ori_is_the_key_and_tells_the_state(ori: str, key: str, state: str) -> None:
    found = agency(ori=ori, name="Test")
    assert (found.key, found.state) == (key, state)


@pytest.mark.parametrize("ori", ["-1", "GA999010", "9990100GA", "GA-990100", "GA99901000"])
def test_a_wrong_ori_is_reported(ori: str) -> None:
    problems = validated(LawEnforcementAgency, {"ori": ori, "name": "Test"})
    assert isinstance(problems, tuple)
    assert [(each.code, each.field) for each in problems] == [(ProblemCode.INVALID, "ori")]
    assert "such as TXHPD0000" in problems[0].remedy


def test_numbers_need_their_year() -> None:
    problems = validated(LawEnforcementAgency, FBI | {"officers": "12"})
    assert isinstance(problems, tuple)
    start = "field year: officers, civilians and population_served need their year;"
    assert str(problems[0]).startswith(start)


@pytest.mark.parametrize(
    ("cells", "keys"),
    [
        (FBI | {"agency_type": "City"}, ["us-place:4189785"]),
        (FBI | {"agency_type": "City", "county": "NEWTON, WALTON"}, ["us-place:4189785"]),
        (FBI | {"agency_type": "County", "name": "Newton"}, ["us-county:13217"]),
        (FBI | {"agency_type": "State Police", "name": "State Patrol:"}, ["us-state:GA"]),
        (FBI | {"agency_type": "University or College", "name": "Test College"}, []),
        (FBI | {"agency_type": "Tribal"}, []),
        (FBI | {"agency_type": "Other", "jurisdiction": "Newton County"}, ["us-county:13217"]),
        (FBI | {"agency_type": "City", "name": "Qqqqq"}, []),
        (FBI | {"agency_type": "City", "county": "NOT SPECIFIED"}, ["us-place:4189785"]),
        (
            {"ori": "VA9990100", "name": "Richmond", "county": "RICHMOND CITY", "agency_type": "City"},
            ["us-county:51760"],
        ),
        (
            {"ori": "FL9990100", "name": "University of Florida:", "agency_type": "University or College"},
            ["us-campus:university-of-florida"],
        ),
        (BJS | {"agency_type": "0"}, ["us-place:4699066"]),
        (BJS | {"agency_type": "1", "name": "SHERIFFS OFFICE"}, ["us-county:48201"]),
        (BJS | {"agency_type": "1", "fips": "48991"}, []),
        (BJS | {"agency_type": "7"}, []),
        (BJS, ["us-place:4699066"]),
    ],
)
def test_a_row_says_what_its_agency_polices(placement: Placement, cells: Any, keys: list[str]) -> None:
    found = placement.place(agency(**cells))
    assert isinstance(found, LawEnforcementAgency), found
    assert found.jurisdiction_key == keys


def test_an_ambiguous_place_is_a_problem(placement: Placement) -> None:
    found = placement.place(agency(ori="FL9990100", name="Midway", agency_type="City"))
    assert isinstance(found, RowProblem)
    assert found.code is ProblemCode.AMBIGUOUS


def test_a_key_needs_no_name() -> None:
    def none() -> Any:
        raise AssertionError("a key needs no resolver")

    keyed = agency(**FBI, jurisdiction_key="us-county:13217;us-county:13297", jurisdiction_type="county")
    assert Placement(none).place(keyed) == keyed
    assert keyed.jurisdiction_type is JurisdictionType.COUNTY
