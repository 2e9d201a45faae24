"""Months as people write them: as a month, or as a date that is cut to its month."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

YEARS: Final = range(2000, 2100)
"""Years of requests, and of nothing else."""
SERIALS: Final = range(36_526, 73_051)
"""Excel's numbers of the days of these years, counted from EPOCH (its default, the 1900 date system)."""
EPOCH: Final = date(1899, 12, 30)

MAX_LENGTH: Final = 40
"""Characters of the longest date."""

MONTH_NAMES: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_NAMES: Final = {
    name[:length]: number for number, name in enumerate(MONTH_NAMES, 1) for length in range(3, len(name) + 1)
} | {"sept": 9}
"""Names of months and their beginnings, from three letters on."""

_TIME: Final = re.compile(
    r"(?:[t\s]+|,\s*)(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})"
    r"(?::(?P<second>[0-9]{2})(?:[.,](?P<rest>[0-9]{1,9}))?)?\s*(?P<half>[ap])?(?:(?<=[ap])\.?m\.?)?"
    r"\s*(?P<zone>z|utc|gmt|[+-][0-9]{2}:?[0-9]{2})?$"
)
_WEEKDAY: Final = re.compile(r"^(?:mon|tues?|wed|wednes|thu|thurs?|fri|sat|satur|sun)(?:day)?[.,]*\s+")
_ORDINAL: Final = re.compile(r"(?<=[0-9])(?:st|nd|rd|th)\b")
_SERIAL: Final = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
_NOISE: Final = frozenset({"of"})
_DATE: Final = re.compile(r"[0-9a-z]+(?:\s*[\s,./-]\s*'?[0-9a-z]+)*\.?")
_TOKEN: Final = re.compile(r"'?[0-9]+|[a-z]+")


class DateOrder(StrEnum):
    """What comes first in dates such as 3/4/2025."""

    MONTH_FIRST = "month-first"
    DAY_FIRST = "day-first"


class Day(NamedTuple):
    """A date, or a month where `day` is None."""

    year: int
    month: int
    day: int | None = None

    @property
    def month_text(self) -> str:
        """`2025-03`."""
        return f"{self.year}-{self.month:02}"

    def __str__(self) -> str:
        return self.month_text if self.day is None else f"{self.month_text}-{self.day:02}"


def days_of(text: str, order: DateOrder | None = None) -> list[Day]:
    """The readings of a text as a date or month, those in different months only; empty if it is not one.

    `3/14/2025` has one, `3/4/2025` two; `order` decides between them. Days and months are those of the
    calendar in the years 2000 to 2099; a number is a day as Excel counts them.
    """
    plain = text[: 2 * MAX_LENGTH].strip().lower()
    if _SERIAL.fullmatch(plain):
        return _serial(float(plain))
    plain = _ORDINAL.sub("", _WEEKDAY.sub("", _TIME.sub("", plain)))
    if len(plain) > MAX_LENGTH or not _DATE.fullmatch(plain):
        return []
    tokens = [each for each in _TOKEN.findall(plain) if each not in _NOISE]
    names = [token for token in tokens if token.isalpha()]
    if len(names) > 1 or (names and names[0] not in _NAMES):
        return []
    found = _named(tokens, "-" in plain) if names else _numbers(tokens)
    readings = {day.month_text: day for each in found if (day := _known(each))}
    if len(readings) > 1 and order is not None and not names:
        first = next(iter(_ordered(tokens, order)), None)
        return [day] if first and (day := _known(first)) else [*readings.values()]
    return [*readings.values()]


def in_order(text: str, order: DateOrder) -> str:
    """A date that could be of either order as `2025-03-04`, with its time; another text stays."""
    if len(days_of(text)) < 2:
        return text
    [day] = days_of(text, order)
    time = _TIME.search(text.strip().lower())
    return f"{day}{time[0] if time else ''}"


def moments_of(text: str) -> list[datetime]:
    """The readings of a text as a date, with a time or at its begin; of UTC, unless it has a time zone."""
    plain = text[: 2 * MAX_LENGTH].strip().lower()
    if _SERIAL.fullmatch(plain):
        return [_midnight(day) + timedelta(days=float(plain) % 1) for day in _serial(float(plain))]
    time = _TIME.search(plain)
    since_midnight = _since_midnight(time) if time else timedelta()
    if since_midnight is None:
        return []
    return [_midnight(day) + since_midnight for day in days_of(plain) if day.day is not None]


def _midnight(day: Day) -> datetime:
    return datetime(day.year, day.month, day.day or 1, tzinfo=UTC)


def _since_midnight(time: re.Match[str]) -> timedelta | None:
    """The time of day in UTC; None where no clock shows it."""
    hour, minute, second = (int(time[name] or 0) for name in ("hour", "minute", "second"))
    if hour > (12 if time["half"] else 23) or minute > 59 or second > 60:
        return None
    if time["half"]:
        hour = hour % 12 + 12 * (time["half"] == "p")
    zone, ahead = time["zone"] or "", timedelta()
    if zone[:1] in ("+", "-"):
        ahead = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:])) * (-1 if zone[0] == "-" else 1)
    fraction = timedelta(seconds=float(f"0.{time['rest'] or 0}"))
    return timedelta(hours=hour, minutes=minute, seconds=second) + fraction - ahead


def _serial(number: float) -> list[Day]:
    if int(number) not in SERIALS:
        return []
    day = EPOCH + timedelta(days=int(number))
    return [Day(day.year, day.month, day.day)]


def _named(tokens: Sequence[str], dashed: bool) -> Iterator[Day]:
    """Readings of a date with the name of a month."""
    match tokens:
        case [name, number] if name in _NAMES and (_is_year(number) or (dashed and len(number) == 2)):
            yield Day(_year(number), _NAMES[name])  # Mar-25 is how Excel shows March 2025
        case [number, name] if name in _NAMES and _is_year(number):
            yield Day(_year(number), _NAMES[name])
        case [year, name, day] if name in _NAMES and _is_year(year):
            yield Day(_year(year), _NAMES[name], _number(day))
        case [day, name, year] if name in _NAMES:
            yield Day(_year(year), _NAMES[name], _number(day))
        case [name, day, year] if name in _NAMES:
            yield Day(_year(year), _NAMES[name], _number(day))


def _numbers(tokens: Sequence[str]) -> Iterator[Day]:
    """Readings of a date of numbers alone."""
    match tokens:
        case [one] if len(one) == 8:
            yield from _numbers((one[:4], one[4:6], one[6:]))
            yield from _numbers((one[:2], one[2:4], one[4:]))
        case [one] if len(one) == 6:
            yield from (Day(int(one[:4]), int(one[4:])), Day(int(one[2:]), int(one[:2])))
        case [year, month] if _is_year(year) and len(month) < 3:
            yield Day(_year(year), _number(month))
        case [month, year] if _is_year(year) and len(month) < 3:
            yield Day(_year(year), _number(month))
        case [year, month, day] if len(year) == 4:
            yield Day(_year(year), _number(month), _number(day))
        case [first, second, last]:
            yield from _ordered(tokens)
            if not _is_year(last):
                yield Day(_year(first), _number(second), _number(last))


def _ordered(tokens: Sequence[str], order: DateOrder | None = None) -> Iterator[Day]:
    """Readings with the year at the end, in one order or in both."""
    if len(tokens) == 1:
        tokens = (tokens[0][:2], tokens[0][2:4], tokens[0][4:])
    one, two, year = tokens
    if order is not DateOrder.DAY_FIRST:
        yield Day(_year(year), _number(one), _number(two))
    if order is not DateOrder.MONTH_FIRST:
        yield Day(_year(year), _number(two), _number(one))


def _is_year(token: str) -> bool:
    return len(token) == 4 or token.startswith("'")


def _year(token: str) -> int:
    return _number(token) if len(token) > 3 else 2000 + _number(token)


def _number(token: str) -> int:
    return int(token.lstrip("'"))


def _known(day: Day) -> Day | None:
    """The day, if the calendar has it in our years."""
    if day.year not in YEARS:
        return None
    try:
        date(day.year, day.month, 1 if day.day is None else day.day)
    except (ValueError, OverflowError):
        return None
    return day
