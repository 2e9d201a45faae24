"""The files that docs/recipes.md lists exist, and so do the names in them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from docs.tables import marked

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "recipes.md").read_text(encoding="utf-8")
RECIPES = re.findall(r"<!-- (recipe: [a-z ]+) -->", PAGE)


class Place(NamedTuple):
    """A row of a recipe: a file or folder, and a name in it."""

    path: Path
    name: str


def places(recipe: str) -> list[Place]:
    rows = re.findall(r"^\| `([^`]+)` \| (?:`([^`]+)`)? ?\|", marked(PAGE, recipe), re.MULTILINE)
    return [Place(ROOT / path, name) for path, name in rows]


def test_there_are_five_recipes() -> None:
    assert len(RECIPES) == 5


@pytest.mark.parametrize("recipe", RECIPES)
def test_every_row_of_a_recipe_is_a_place(recipe: str) -> None:
    rows = marked(PAGE, recipe).splitlines()[2:]
    assert len(places(recipe)) == len(rows) > 0


@pytest.mark.parametrize("recipe", RECIPES)
def test_files_of_a_recipe_exist(recipe: str) -> None:
    assert [place.path for place in places(recipe) if not place.path.exists()] == []


@pytest.mark.parametrize("recipe", RECIPES)
def test_names_of_a_recipe_are_in_their_files(recipe: str) -> None:
    missing = [
        place
        for place in places(recipe)
        if place.name and not re.search(rf"\b{re.escape(place.name)}\b", place.path.read_text("utf-8"))
    ]
    assert missing == []
