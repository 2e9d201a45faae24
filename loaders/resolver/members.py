"""Names of several in one text: "Gallia-Jackson-Meigs", "Norfolk / Virginia Beach Police"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from domain.plain import folded, long_words
from loaders.resolver.reading import OFFICES_OF, designated, without_agency
from loaders.resolver.words import OF_COUNTIES, OFFICES, PLURALS, STATE_POLICE

_SEPARATORS: Final = re.compile(r"[,;/]|\band\b")
_STRONG: Final = re.compile(r"[;/]|\band\b|(?<=\s)[-–—](?=\s)")
"""What separates agencies: a comma may also stand before a county or a state."""
_STRONG_OR_COMMA: Final = re.compile(rf",|{_STRONG.pattern}")
_SEPARATOR: Final = re.compile(r"[-–—,;/&+]|\band\b", re.IGNORECASE)
"""Without one a text holds no two agencies."""
_HYPHEN: Final = re.compile(r"[-–—]")
_LONGEST_STATE: Final = 3
_LETTERS: Final = 2


@dataclass(frozen=True, slots=True)
class Members:
    """Several names; `word` is the designator that stands once for all, or empty; `state` that of the end.

    `listed` is False where only the separators show that they are several: one name may have hyphens.
    """

    names: tuple[str, ...]
    word: str
    state: str | None
    listed: bool

    @property
    def texts(self) -> tuple[str, ...]:
        """Each name with the designator."""
        return tuple(f"{name} {self.word}".strip() for name in self.names)


def members(text: str, states: Mapping[str, str], state: str | None) -> Members | None:
    """The names that a text puts side by side, or None where it holds one. `states` is of `state_names`."""
    rest, found = _without_state(text, states, state)
    words = rest.split()
    word = PLURALS.get(words[-1], "") if words else ""
    rest = " ".join(words[:-1]) if word else rest
    names = _parts(_SEPARATORS, rest)
    names = names if word else _with_states(names, states)  # Brooke, Ohio and Marshall Counties are three
    if len(names) < 2:
        names = _parts(_HYPHEN, rest)
    if len(names) < 2:
        return None
    each_county = all(name.split()[-1] in OF_COUNTIES | {"co"} for name in names)
    return Members(tuple(names), word, found, listed=bool(word) or each_county)


def agencies(text: str, states: Mapping[str, str], state: str | None) -> list[Members]:
    """The ways to read a text as names of several agencies or governments, the likelier first.

    An office that the last one names is that of all: "Norfolk and Portsmouth Police". So is a state that no
    other contradicts: "Reno PD, NV and Washoe County Sheriff". `listed` is True where each names its own
    office, or a semicolon separates them.
    """
    if not _SEPARATOR.search(text):
        return []
    rest, found = _without_state(text, states, state)
    names = _with_states_of_agencies(_with_states(_parts(_STRONG_OR_COMMA, rest), states), states)
    if not _STRONG.search(rest) and not all(map(names_agency, names)):
        return []
    said = {own for name in names if (own := _own_state(name, states))}
    if found is None and len(said) == 1:
        found = said.pop()
    listed = ";" in rest or all(map(_is_government, names))
    if len(names) < 2 or (not listed and any(map(_is_office, names))):
        return []
    ways = [_with_office_of_last(names), names]
    return list(dict.fromkeys(Members(tuple(each), "", found, listed) for each in ways))


def lists_several(text: str) -> bool:
    """True where a word or a semicolon, and no hyphen or slash, stands between two names."""
    return bool(re.search(r";|\band\b", folded(text)))


def names_agency(name: str) -> bool:
    """True for a folded name of a police department or sheriff's office."""
    return bool(without_agency(long_words(name.split()))[1])


def _is_government(name: str) -> bool:
    """True for a name with an agency or a designator, before its state or after it: "reno pd, nv"."""
    before = name.rpartition(",")[0]
    return any(
        names_agency(each) or bool(designated(long_words(each.split()))[1]) for each in (name, before) if each
    )


def _is_office(name: str) -> bool:
    """True for an office of a county, such as "greene county park rangers", which a list does not name."""
    words = long_words(name.split())
    return any(word in OFFICES_OF for word in words[1:-1]) and not names_agency(name)


def _with_office_of_last(names: Sequence[str]) -> list[str]:
    *others, last = names
    words = long_words(last.split())
    own, office = without_agency(words)
    if not office:
        return list(names)
    office = " ".join(words[len(own) :])
    return [*(name if _is_government(name) else f"{name} {office}" for name in others), last]


def _parts(separator: re.Pattern[str], text: str) -> list[str]:
    return [name for part in separator.split(text) if (name := part.strip(" (),-–—"))]


def _with_states(parts: Sequence[str], states: Mapping[str, str]) -> list[str]:
    """The names with the states after them: "dayton, oh" of "Dayton, OH and Springfield, OH"."""
    names = list[str]()
    for part in parts:
        if names and part in states:
            names[-1] += f", {part}"
        else:
            names.append(part)
    return names


def _with_states_of_agencies(parts: Sequence[str], states: Mapping[str, str]) -> list[str]:
    """The names with a state before an agency: "marion county, or sheriffs office" is one."""
    names = list[str]()
    for part in parts:
        words = long_words(part.split())
        own, agency = without_agency(words)
        is_state = bool(agency) and agency not in STATE_POLICE and " ".join(own) in states
        if names and is_state and not names_agency(names[-1]):
            names[-1] += f", {part}"
        else:
            names.append(part)
    return names


def _own_state(name: str, states: Mapping[str, str]) -> str | None:
    """The state that one of several names says: after a comma, or by its two letters before an agency."""
    first, comma, last = name.rpartition(",")
    own, agency = without_agency(long_words(last.split()))
    if comma and first:
        return states.get(" ".join(own))
    return states.get(own[-1]) if agency and len(own) > 1 and len(own[-1]) == _LETTERS else None


def _without_state(text: str, states: Mapping[str, str], state: str | None) -> tuple[str, str | None]:
    """The text, folded, without the state at its end; of the last word the singular, if it is an office.

    A state that is not `state` stays: it may be a county's name.
    """
    words = folded(text).split()
    if words:
        words[-1] = OFFICES.get(words[-1], words[-1])
    text = " ".join(words)
    for count in range(min(_LONGEST_STATE, len(words) - 1), 0, -1):
        found = states.get(" ".join(words[-count:]).strip("() "))
        if found and state in (None, found):
            *own, last = words[:-count]
            last = last.rstrip(",;(")
            return " ".join([*own, OFFICES.get(last, last)]).rstrip(" ,;("), found
    return text, state
