"""Chance from one number: Hypothesis draws the number, so that operations differ as much as they can.

Drawn choice by choice they would be near copies of one another, most of them trivial.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Choices that the number decides."""

    def __init__(self, number: int) -> None:
        self._random = Random(number)

    def one_in(self, sides: int) -> bool:
        """True once in so many times."""
        return self._random.randrange(sides) == 0

    def number(self, least: int, most: int) -> int:
        """A number between two."""
        return self._random.randint(least, most)

    def of(self, things: Sequence[T]) -> T:
        """One of them."""
        return self._random.choice(things)

    def some(self, things: Sequence[T], least: int, most: int) -> list[T]:
        """A few of them, any more than once."""
        return [self.of(things) for _ in range(self.number(least, most))] if things else []
