"""Months, the finest dates of a request: the graph holds them as whole numbers, people write them as text."""

from __future__ import annotations

from functools import lru_cache


# A batch of rows, as a large answer, holds thousands of months, of a few hundred different ones.
@lru_cache(maxsize=4096)
def month_index(text: str) -> int:
    """Months since year 0: "2023-05" → 12·2023 + 4. The text must be such a month."""
    year, month = text.split("-")
    return 12 * int(year) + int(month) - 1


@lru_cache(maxsize=4096)
def month_text(index: int) -> str:
    """The inverse of `month_index`."""
    return f"{index // 12:04d}-{index % 12 + 1:02d}"
