"""Names of several in one text: "Gallia-Jackson-Meigs", "Gallia, Jackson and Meigs Counties"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from domain.plain import folded
from loaders.resolver.words import OF_COUNTIES, PLURALS

_SEPARATORS: Final = re.compile(r"[,;/]|\band\b")
_HYPHEN: Final = re.compile(r"[-–—]")
_LONGEST_STATE: Final = 3


@dataclass(frozen=True, slots=True)
class Members:
    """Several names; `word` is the designator that stands once for all, or empty; `state` that of the end.

    `listed` is False where only the separators show that they are several: one name may have hyphens.
    """

    names: tuple[str, ...]
    word: str
    state: str | None
    listed: bool


def members(text: str, states: Mapping[str, str], state: str | None) -> Members | None:
    """The names that a text puts side by side, or None where it holds one. `states` is of `state_names`."""
    rest, found = _without_state(folded(text), states, state)
    words = rest.split()
    word = PLURALS.get(words[-1], "") if words else ""
    rest = " ".join(words[:-1]) if word else rest
    names = _parts(_SEPARATORS, rest)
    if len(names) < 2:
        names = _parts(_HYPHEN, rest)
    if len(names) < 2:
        return None
    each_county = all(name.split()[-1] in OF_COUNTIES | {"co"} for name in names)
    return Members(tuple(names), word, found, listed=bool(word) or each_county)


def _parts(separator: re.Pattern[str], text: str) -> list[str]:
    return [name for part in separator.split(text) if (name := part.strip(" ()"))]


def _without_state(text: str, states: Mapping[str, str], state: str | None) -> tuple[str, str | None]:
    """The text without the state at its end. One that is not `state` stays: it may be a county's name."""
    words = text.split()
    for count in range(min(_LONGEST_STATE, len(words) - 1), 0, -1):
        found = states.get(" ".join(words[-count:]).strip("() "))
        if found and state in (None, found):
            return " ".join(words[:-count]).rstrip(" ,;("), found
    return text, state
