"""Values that people write in several ways: words of enums, states, months, names of models and topics.

A validator returns what it cannot read as it came, for the contract to reject with the field's description.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from pydantic import BeforeValidator, ValidationInfo

from domain.plain import folded
from domain.spellings import nearest, plain_word, spellings
from domain.states import STATE_NAMES, STATES
from domain.vocabulary import DescribedEnum, JurisdictionType
from loaders.pipeline.contract import SEPARATORS, split, split_list, unknown_value
from loaders.pipeline.dates import days_of, moments_of
from loaders.pipeline.labels import Labels

_MONTH: Final = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")
_YEAR: Final = re.compile(r"[0-9]{4}(-[0-9]{2})?")
_GOVERNMENT: Final = re.compile(r"^(?:state|commonwealth|territory) of (?:the )?")
_PARENTHESIS: Final = re.compile(r"\s*\([^()]*\)$")
_CAPITAL: Final = {"washington dc": "DC"}
LONGEST_STATE: Final = 60

_TYPES: Final = frozenset[str](JurisdictionType)

DESIGNATORS: Final[Mapping[str, JurisdictionType]] = {
    "borough": JurisdictionType.CITY,
    "parish": JurisdictionType.COUNTY,
    "town": JurisdictionType.CITY,
    "village": JurisdictionType.CITY,
}
"""Types that say more than ours: the name gets the word, so that no town is taken for a city of its name."""


def any_form(values: type[DescribedEnum]) -> BeforeValidator:
    """Accepts a member in any case, by its value, name, title or another form of `domain.spellings`.

    A form of several members is refused, with what it may mean, and an unknown one with the nearest.
    """

    exact = frozenset[str](values)

    def read(value: object) -> object:
        if not isinstance(value, str) or value in exact:
            return value
        known = spellings(values)
        word = plain_word(value)
        members = known.get(word, ())
        if len(members) == 1:
            return members[0]
        near = None if members else nearest(word, known)
        return unknown_value(value, nearest=near and " or ".join(known[near]), readings=members)

    return BeforeValidator(read)


def _state(value: object) -> object:
    """The two capital letters of a state that is written by its name, a short form, or in small letters."""
    if not isinstance(value, str) or value in STATES or len(value) > LONGEST_STATE:
        return value
    name = " ".join(_GOVERNMENT.sub("", folded(_PARENTHESIS.sub("", value)).replace(",", " ")).split())
    code = STATE_NAMES.get(name) or _CAPITAL.get(name)
    if code is None and len(name) > 3 and (near := nearest(name, STATE_NAMES)):
        unknown_value(value, nearest=STATE_NAMES[near])
    return code or value


def _month(value: object) -> object:
    """The month of a date or month in any of the forms of `days_of`."""
    if isinstance(value, str) and _MONTH.fullmatch(value):
        return value
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return value
    days = days_of(str(value))
    if len(days) > 1:
        unknown_value(value, readings=[str(day) for day in days])
    return days[0].month_text if days else value


def _day(value: object) -> object:
    """The day of a date in any of the forms of `days_of`, as `2023-05-17`."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return value
    days = days_of(str(value))
    if len(days) > 1:
        unknown_value(value, readings=[str(day) for day in days])
    return str(days[0]) if days and days[0].day else value


def _moment(value: object) -> object:
    """A date with a time in any of the forms of `moments_of`, as ISO 8601 in UTC with milliseconds."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return value
    moments = moments_of(str(value))
    if len(moments) > 1:
        unknown_value(value, readings=[f"{moment:%Y-%m-%d}" for moment in moments])
    return f"{moments[0]:%Y-%m-%dT%H:%M:%S}.{moments[0].microsecond // 1000:03}Z" if moments else value


def year_or_month(value: object) -> object:
    """A year as it is, and the month of a date or month as `AnyMonth`."""
    return value if isinstance(value, str) and _YEAR.fullmatch(value.strip()) else _month(value)


def by_label(prefix: str) -> BeforeValidator:
    """Accepts keys with this prefix, several in a cell; names too, where pydantic's context is Labels."""

    def read(value: object, info: ValidationInfo) -> object:
        labels = info.context
        if isinstance(value, str) and isinstance(labels, Labels):
            parts = value.split(";")
            if labels.keys.issuperset(parts):
                return parts
        items = split_list(value, separators=SEPARATORS)
        if not isinstance(items, list):
            return items
        return [key for item in items for key in _keys(prefix, item, labels)]

    return BeforeValidator(read)


def _keys(prefix: str, item: Any, labels: Any) -> list[Any]:
    """The keys that an item means; itself where nothing is known."""
    if not isinstance(item, str):
        return [item]
    keys = labels.keys_of(prefix, item) if isinstance(labels, Labels) else []
    if len(keys) == 1:
        return list(keys)
    if not keys and "," in item:
        return [key for part in split(item) for key in _keys(prefix, part, labels)]
    if item.startswith(prefix) or not isinstance(labels, Labels):
        return [item]
    near = None if keys else labels.nearest(prefix, item)
    if keys or near:
        unknown_value(item, nearest=near, readings=keys)
    return [item]


AnyState: Final = BeforeValidator(_state)
AnyMonth: Final = BeforeValidator(_month)
AnyDay: Final = BeforeValidator(_day)
AnyMoment: Final = BeforeValidator(_moment)


def with_designator(cells: object) -> object:
    """Cells of a row whose type is a word such as `Township`: with our type, and the word in its name."""
    if not isinstance(cells, dict):
        return cells
    kind, name = cells.get("jurisdiction_type"), cells.get("jurisdiction")
    word = plain_word(kind) if isinstance(kind, str) and kind not in _TYPES else ""
    if word not in DESIGNATORS or word in spellings(JurisdictionType):
        return cells
    alaskan = word == "borough" and folded(str(cells.get("state"))) in ("ak", "alaska")
    known: dict[str, str] = {"jurisdiction_type": JurisdictionType.COUNTY if alaskan else DESIGNATORS[word]}
    if isinstance(name, str) and word not in plain_word(name).split():
        known["jurisdiction"] = f"{word.title()} of {name.strip()}"
    return cells | known
