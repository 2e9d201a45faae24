"""Measures of one list, against values worked out by hand and against all orders of the tied."""

from __future__ import annotations

from itertools import permutations
from math import log2
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backtest.ranking import Measures, by_score, measure


def listed(text: str) -> list[str]:
    """`ab|c`: a and b are tied before c."""
    return text.split("|")


@pytest.mark.parametrize(
    ("groups", "relevant", "wanted"),
    [
        ("a|b|c|d", "a", (1, 1, 1, 1)),
        ("a|b|c|d", "b", (0, 1, 1 / 2, 1 / log2(3))),
        ("a|b|c|d", "d", (0, 0, 1 / 4, 0)),
        # Two answered: 1/log2(2) + 1/log2(4) = 1.5 of 1/log2(2) + 1/log2(3) = 1.6309.
        ("a|b|c|d", "ac", (1, 1, 1, 1.5 / (1 + 1 / log2(3)))),
        ("a|b|c|d", "cd", (0, 1, 1 / 3, 0.5 / (1 + 1 / log2(3)))),
        # Four answered, of which three fit: the most that was possible is three.
        ("a|b|c|d", "abcd", (1, 1, 1, 1)),
        # A guess among four: first with 1/4, first three with 3/4, (1 + 1/2 + 1/3 + 1/4) / 4.
        ("abcd", "a", (1 / 4, 3 / 4, 25 / 48, (1 + 1 / log2(3) + 1 / 2) / 4)),
        # a is second or third.
        ("b|ac|d", "a", (0, 1, (1 / 2 + 1 / 3) / 2, (1 / log2(3) + 1 / 2) / 2)),
        # a is third or fourth.
        ("b|c|ad", "a", (0, 1 / 2, (1 / 3 + 1 / 4) / 2, 1 / 4)),
    ],
)
def test_measures_are_those_worked_out(groups: str, relevant: str, wanted: tuple[float, ...]) -> None:
    assert measure(listed(groups), relevant) == pytest.approx(Measures(*wanted))


@given(st.lists(st.integers(1, 3), min_size=1, max_size=3), st.data())
def test_ties_are_the_mean_over_all_orders(sizes: list[int], data: st.DataObject) -> None:
    sites = iter("abcdefghi")
    groups = ["".join(next(sites) for _ in range(size)) for size in sizes]
    everybody = "".join(groups)
    relevant = data.draw(st.sets(st.sampled_from(everybody), min_size=1))
    orders = [[]]
    for group in groups:
        orders = [[*order, *rest] for order in orders for rest in permutations(group)]
    measured = [measure(order, relevant) for order in orders]
    expected = Measures(*(mean(column) for column in zip(*measured, strict=True)))
    assert measure(groups, relevant) == pytest.approx(expected)


def test_equal_scores_are_tied() -> None:
    assert [set(group) for group in by_score({"a": 1, "b": 3, "c": 1, "d": 2})] == [{"b"}, {"d"}, {"a", "c"}]
    assert [set(group) for group in by_score({"a": (1, 5), "b": (1, 7)})] == [{"b"}, {"a"}]
