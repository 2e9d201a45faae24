"""Operations as Hypothesis draws them: each with the values of several runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from random_operations.dice import Dice
from random_operations.operation import Operations


@dataclass(frozen=True, slots=True)
class Drawn:
    """An operation, its variables, others for the same text, and which of the cursors found to go on from.

    `cursors` are pairs of a variable and the response name of the list that it pages, with a number that
    chooses among the cursors found there.
    """

    text: str
    variables: dict[str, Any]
    others: dict[str, Any]
    cursors: list[tuple[str, str, int]]


def drawn(operations: Operations) -> st.SearchStrategy[Drawn]:
    """Random operations."""
    return st.integers(0, 2**64 - 1).map(lambda number: made(operations, number))


def several(operations: Operations, count: int) -> st.SearchStrategy[list[Drawn]]:
    """So many of them; each differs from the others."""
    numbers = st.integers(0, 2**64 - 1)
    return numbers.map(lambda number: [made(operations, number + place) for place in range(count)])


def made(operations: Operations, number: int) -> Drawn:
    """The operation of a number."""
    dice = Dice(number)
    operation = operations.draw(dice)
    others = operations.redraw(dice, operation) if operation.values else {}
    return Drawn(
        operation.text,
        operation.values,
        {name: value for name, value in others.items() if name not in operation.cursors},
        [(name, of, dice.number(0, 99)) for name, of in operation.cursors.items()],
    )
