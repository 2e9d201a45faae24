"""Codes of counties that were replaced."""

from __future__ import annotations

import csv

import pytest

from domain.former_counties import FORMER_COUNTIES, current_fips, current_key, replaced_by
from graph.errors import JurisdictionReplaced
from loaders.bundled.reference import data_folder


def counties() -> set[str]:
    with (data_folder() / "counties.csv").open(encoding="utf-8", newline="") as file:
        return {row["fips"] for row in csv.DictReader(file)}


def test_a_former_county_is_gone_and_its_successors_are_there() -> None:
    known = counties()
    for fips, former in FORMER_COUNTIES.items():
        assert fips not in known
        assert set(former.now) <= known


def test_every_county_of_connecticut_and_every_region_is_in_the_table() -> None:
    assert {fips for fips in FORMER_COUNTIES if fips.startswith("09")} == {
        f"090{n:02}" for n in range(1, 16, 2)
    }
    regions = {fips for former in FORMER_COUNTIES.values() for fips in former.now if fips.startswith("09")}
    assert regions == {fips for fips in counties() if fips.startswith("09")}


@pytest.mark.parametrize(
    ("key", "now"),
    [
        ("us-county:09007", "us-county:09130"),
        ("us-county:46113", "us-county:46102"),
        ("us-county:48201", "us-county:48201"),
        ("us-county:99999", "us-county:99999"),
        ("us-state:CT", "us-state:CT"),
    ],
)
def test_a_key_becomes_that_of_the_only_successor(key: str, now: str) -> None:
    assert current_key(key) == now


@pytest.mark.parametrize("fips", [fips for fips, former in FORMER_COUNTIES.items() if len(former.now) > 1])
def test_a_divided_county_is_refused_with_its_candidates(fips: str) -> None:
    with pytest.raises(JurisdictionReplaced) as caught:
        current_fips(fips)
    assert caught.value.code == "JURISDICTION_REPLACED"
    assert all(f"us-county:{now}" in str(caught.value) for now in FORMER_COUNTIES[fips].now)


def test_a_successor_says_what_it_has_replaced() -> None:
    assert replaced_by("09130") == (
        "Since 2022 in place of Middlesex County (09007), a part of New London County (09011)."
    )
    assert replaced_by("02063") == "Since 2019 in place of a part of Valdez-Cordova Census Area (02261)."
    assert replaced_by("48201") is None
