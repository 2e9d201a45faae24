"""Words that tell names of people from the words around them; `words.toml` says what each list is for."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Final

_LISTS: Final = {
    name: frozenset(words.split())
    for name, words in tomllib.loads(files(__package__).joinpath("words.toml").read_text("utf-8")).items()
}

TITLES: Final = _LISTS["titles"]
RANKS: Final = _LISTS["ranks"]
ROLES: Final = _LISTS["roles"] | _LISTS["labels"]
LABELS: Final = _LISTS["labels"]
CREDENTIALS: Final = _LISTS["credentials"]
PARTICLES: Final = _LISTS["particles"]
SUFFIXES: Final = _LISTS["suffixes"]
PLACES: Final = _LISTS["places"]
INSTITUTIONS: Final = _LISTS["institutions"]
FUNCTION: Final = _LISTS["function"]
ORDINARY: Final = _LISTS["ordinary"] | INSTITUTIONS | (FUNCTION - _LISTS["names_too"])
