"""Short forms and states: one table for the resolver of loaders and for searches."""

from __future__ import annotations

import csv

import pytest

from domain.abbreviations import SHORT
from domain.plain import APOSTROPHES, folded, lowered, writings
from domain.states import STATE_NAMES, STATES
from loaders.reference import data_folder


def test_the_states_are_those_of_the_reference_data() -> None:
    with (data_folder() / "states.csv").open(encoding="utf-8", newline="") as file:
        assert {row["code"]: row["name"] for row in csv.DictReader(file)} == STATES


@pytest.mark.parametrize(("short", "long"), SHORT.items())
def test_a_short_form_and_its_word_stand_for_one_another(short: str, long: str) -> None:
    assert long in writings(short, first=False)
    assert short in writings(long, first=False)
    assert writings(short, first=False)[0] == short


def test_a_direction_is_short_where_it_comes_first() -> None:
    assert "north" in writings("n", first=True)
    assert "n" in writings("north", first=True)
    assert "north" not in writings("n", first=False)
    assert set(writings("cty", first=False)) >= {"city", "county"}


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
