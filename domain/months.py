"""Months, the finest dates of a request: the graph holds them as whole numbers, people write them as text.

A month is a number of months since year 0: May 2023 is 12·2023 + 4.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta


def month_index(text: str) -> int:
    """`"2023-05"` → 12·2023 + 4. The text must be such a month."""
    year, month = text.split("-")
    return january(int(year)) + int(month) - 1


def month_text(index: int) -> str:
    """The inverse of `month_index`."""
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def january(year: int) -> int:
    """The first month of a year."""
    return 12 * year


def month_after(day: date) -> int:
    """The month of the day after `day`: facts of earlier months are known by then.

    Months are our finest dates, so a month counts once it is over.
    """
    is_last = day.day == monthrange(day.year, day.month)[1]
    return january(day.year) + day.month - 1 + is_last


def quarter_of(month: int) -> int:
    """The first month of the quarter of a month."""
    return month - month % 3


def day_before(month: int) -> date:
    """The last day before a month."""
    return date(month // 12, month % 12 + 1, 1) - timedelta(days=1)
