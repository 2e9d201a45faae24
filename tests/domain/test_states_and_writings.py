"""Short forms and states: one table for the resolver of loaders and for searches."""

from __future__ import annotations

import csv

import pytest

from domain.abbreviations import SHORT
from domain.plain import APOSTROPHES, folded, lowered, writings
from domain.states import STATE_NAMES, STATES
from loaders.bundled.reference import data_folder


def test_the_states_are_those_of_the_reference_data() -> None:
    with (data_folder() / "states.csv").open(encoding="utf-8", newline="") as file:
        assert {row["code"]: row["name"] for row in csv.DictReader(file)} == STATES


@pytest.mark.parametrize(("short", "long"), SHORT.items())
def test_a_short_form_and_its_word_stand_for_one_another(short: str, long: str) -> None:
    assert long in writings(["lake", short], 1)
    assert short in writings(["lake", long], 1)
    assert writings(["lake", short], 1)[0] == short


def test_a_direction_is_short_where_it_comes_first() -> None:
    assert "north" in writings(["n", "platte"], 0)
    assert "n" in writings(["north", "platte"], 0)
    assert "north" not in writings(["platte", "n"], 1)
    assert set(writings(["jersey", "cty"], 1)) >= {"city", "county"}


def test_an_office_is_short_where_it_comes_last() -> None:
    assert "police department" in writings(["houston", "pd"], 1)
    assert "south" in writings(["so", "houston"], 0)
    assert "sheriff's office" in writings(["harris", "so"], 1)
    assert writings(["pd"], 0) == ["pd"]


@pytest.mark.parametrize(
    ("typed", "letters"),
    [("Ohio", "OH"), ("OH", "OH"), ("W. Va.", "WV"), ("N. Carolina", "NC"), ("D.C.", "DC"), ("Ore.", "OR")],
)
def test_a_state_is_known_by_name_letters_and_short_form(typed: str, letters: str) -> None:
    assert STATE_NAMES[folded(typed)] == letters


@pytest.mark.parametrize("apostrophe", APOSTROPHES)
def test_every_apostrophe_is_one(apostrophe: str) -> None:
    assert lowered(f"O{apostrophe}FALLON") == "o'fallon"
    assert folded(f"O{apostrophe}Fallon").replace(" ", "") == "ofallon"
