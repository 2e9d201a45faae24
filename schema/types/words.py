"""Enums and scalars of the schema: the graph's vocabulary, as Strawberry sees it."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, NewType

import strawberry
from strawberry.types.scalar import ScalarDefinition

from graph import vocabulary

for _words in vars(vocabulary).values():
    if isinstance(_words, type) and issubclass(_words, StrEnum) and _words is not StrEnum:
        strawberry.enum(_words, description=(_words.__doc__ or "").strip())

Month = NewType("Month", str)
DateTime = NewType("DateTime", str)
Date = NewType("Date", str)

SCALARS: dict[object, ScalarDefinition] = {
    Month: strawberry.scalar(
        name="Month", description="A month as `2023-05`: the finest date that requests have.", serialize=str
    ),
    Date: strawberry.scalar(name="Date", description="A day as `2023-05-31`.", serialize=str),
    DateTime: strawberry.scalar(
        name="DateTime", description="A moment as ISO 8601 text, with its offset.", serialize=str
    ),
}


def by_index(words: type[StrEnum]) -> Callable[[int], str]:
    """From an index that the graph holds to the member's name."""
    names = list(words.__members__)
    return names.__getitem__


def month_text(index: int) -> str:
    """From months since year 0 to `2023-05`."""
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def iso(value: Any) -> str:
    """A temporal value as ISO 8601 text."""
    return str(value)
