"""Governments that are called metropolitan: elsewhere "Metro" is a transit authority, or a region.

"Louisville Metro Police" are the city's, "Houston METRO Police" those of the Metropolitan Transit Authority.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from domain.city_counties import government

METRO: Final = frozenset({"metro", "metropolitan"})
"""Words that need a government of that name; "metropolitan government" says itself that it is one."""

_BOTH: Final = METRO
_LONG: Final = frozenset({"metropolitan"})
_WORDS: Final[Mapping[str, frozenset[str]]] = {
    "us-county:11001": _LONG,  # Washington, whose Metro is a railway
    "us-county:12086": _BOTH,  # Miami-Dade, once Metro-Dade
    "us-county:18097": _BOTH,  # Indianapolis
    "us-county:21067": _BOTH,  # Lexington, KY
    "us-county:21111": _BOTH,  # Louisville
    "us-county:29510": _BOTH,  # St. Louis
    "us-county:47037": _BOTH,  # Nashville
    "us-county:47127": _BOTH,  # Lynchburg, TN
    "us-county:47169": _BOTH,  # Hartsville, TN
    "us-state:DC": _LONG,
    "us-place:4221552": _BOTH,  # Savannah, with Chatham County until 2018
    "us-place:5506956": _BOTH,  # Las Vegas, with Clark County
}
_REGION_WITHOUT_POLICE: Final = frozenset({"us-county:18097", "us-county:29510"})
"""Of these only the police are called so: "St. Louis Metro" is a region and its transit."""


def may_be_called(word: str, key: str, *, police: bool) -> bool:
    """True where the government of a key bears this word; words other than those of METRO do not decide.

    `police` is True where the text names police.
    """
    if word not in METRO:
        return True
    key = government(key)
    return word in _WORDS.get(key, ()) and (police or key not in _REGION_WITHOUT_POLICE)
