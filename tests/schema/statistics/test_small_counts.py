"""Small counts stay unknown: what is published, and what somebody makes of it who asks all and subtracts.

What a reader sees through the door is held to `published` in test_statistics.py; here that is attacked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations, product
from math import exp, floor
from typing import NamedTuple

import numpy as np
import pytest
from counting import PRIME, published
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

KEYS = st.integers(0, 10**15)
Cell = tuple[tuple[int, int], ...]
"""A group: pairs of a dimension and its value, at most two, as a reader may ask."""
Publish = Callable[[int, int], int | None]

DIMENSIONS = (4, 5, 3, 6)
"""Values of each dimension of the small logs."""
REQUESTS, LOGS = 60, 40
CERTAIN = 0.4
"""Who knows a count to a standard deviation of this much knows it."""


@given(count=st.integers(0, 4), key=KEYS)
def test_a_count_under_five_is_never_shown(count: int, key: int) -> None:
    assert published(count, key) is None


@given(count=st.integers(5, 10**6), key=KEYS)
def test_shown_counts_are_multiples_of_five_near_the_count(count: int, key: int) -> None:
    shown = published(count, key)
    assert shown is None or (shown >= 5 and shown % 5 == 0 and abs(shown - count) <= 24)
    assert shown is not None or count <= 24


@given(count=st.integers(5, 10**6), key=KEYS)
def test_the_same_requests_have_the_same_number(count: int, key: int) -> None:
    assert published(count, key) == published(count, key + PRIME)


def key_of(noise: float) -> int:
    """A sum of random numbers that stands for this noise."""
    u = (1 - exp(-abs(noise))) / 2
    return floor((0.5 + (u if noise > 0 else -u)) * PRIME)


@pytest.mark.parametrize("count", range(5, 21))
def test_no_shown_count_rules_a_count_out(count: int) -> None:
    """Each number within 20, and none, can stand for each count from 5 on: so differences bound nothing."""
    for shown in (None, *range(5, count + 20, 5)):
        assert published(count, key_of((shown or 0) - count)) == shown


def test_numbers_are_two_requests_off_on_average() -> None:
    keys = np.random.default_rng(1).integers(0, PRIME, 4000).tolist()
    for count in range(20, 25):
        errors = np.array([(published(count, key) or 0) - count for key in keys])
        assert abs(errors.mean()) < 0.6
        assert 1.2 < np.sqrt(np.mean(errors**2)) < 2.6


class Log(NamedTuple):
    """A log as arrays: the value of each request in each dimension, and its random number."""

    values: NDArray[np.int64]
    keys: NDArray[np.int64]

    def cells(self) -> dict[Cell, tuple[int, int]]:
        """Count and sum of random numbers of every group that a reader may ask for."""
        found = {}
        for size in range(3):
            for dimensions in combinations(range(len(DIMENSIONS)), size):
                for values in product(*(range(DIMENSIONS[d]) for d in dimensions)):
                    cell = tuple(zip(dimensions, values, strict=True))
                    inside = (
                        np.all([self.values[:, d] == v for d, v in cell], axis=0) if cell else slice(None)
                    )
                    found[cell] = len(self.keys[inside]), int(self.keys[inside].sum())
        return found


def small_log(seed: int) -> Log:
    """Requests whose values are unevenly common: every log has small groups."""
    random = np.random.default_rng(seed)
    columns = [random.choice(n, REQUESTS, p=random.dirichlet([0.7] * n)) for n in DIMENSIONS]
    return Log(np.stack(columns, axis=1), random.integers(0, PRIME, REQUESTS))


def sums(cells: Sequence[Cell]) -> NDArray[np.float64]:
    """All that adds up: a group is the sum of its parts by any dimension that it does not fix."""
    place = {cell: number for number, cell in enumerate(cells)}
    rows = []
    for cell in cells:
        fixed = {dimension for dimension, _ in cell}
        for dimension in range(len(DIMENSIONS)) if len(cell) < 2 else ():
            if dimension not in fixed:
                row = np.zeros(len(cells))
                row[place[cell]] = 1
                for value in range(DIMENSIONS[dimension]):
                    row[place[tuple(sorted((*cell, (dimension, value))))]] = -1
                rows.append(row)
    return np.array(rows)


class Guess(NamedTuple):
    """Of the groups under five: their true counts, the attacker's guesses, and how sure they are (σ)."""

    true: NDArray[np.int64]
    guessed: NDArray[np.int64]
    sigma: NDArray[np.float64]


def attack(log: Log, publish: Publish, noise: float) -> Guess:
    """Takes every answer that a reader can get, and the best of all differences of them.

    Best are the estimates of least variance among all linear combinations (generalized least squares), with
    `noise` as the variance of a number shown. The attacker even knows mean and variance of what is not shown.
    """
    found = log.cells()
    cells = list(found)
    true = np.array([count for count, _ in found.values()])
    shown = np.array([publish(*each) or np.nan for each in found.values()], dtype=float)
    hidden = np.isnan(shown)
    seen = np.where(hidden, true[hidden].mean(), shown)
    variance = np.diag(np.where(hidden, true[hidden].var() + 1e-3, noise))
    adds_up = sums(cells)
    gain = variance @ adds_up.T @ np.linalg.pinv(adds_up @ variance @ adds_up.T)
    estimate = seen - gain @ (adds_up @ seen)
    left = np.sqrt(np.maximum(0, np.diag(variance - gain @ adds_up @ variance)))
    small = true < 5
    guessed = np.clip(np.rint(estimate[small]), 0, 4).astype(np.int64)
    return Guess(true[small], guessed, left[small])


def attacks(publish: Publish, noise: float) -> Guess:
    """The attack on all logs together."""
    guesses = [attack(small_log(seed), publish, noise) for seed in range(LOGS)]
    return Guess(*(np.concatenate(each) for each in zip(*guesses, strict=True)))


def hidden_only(count: int, _: int) -> int | None:
    """What would be published if small counts were left out and all others shown as they are."""
    return None if count < 5 else count


def test_leaving_small_counts_out_is_not_enough() -> None:
    """The attack is one: where only small counts are hidden, it tells some of them for certain."""
    guess = attacks(hidden_only, 1e-6)
    certain = guess.sigma < CERTAIN
    assert certain.mean() > 0.05
    assert np.array_equal(guess.guessed[certain], guess.true[certain])


def test_differences_of_all_counts_reveal_no_small_count() -> None:
    """And guesses are no better than blind ones, which name the commonest of the small counts."""
    guess = attacks(published, 3.6)  # the variance of numbers shown, as above
    assert guess.sigma.min() > CERTAIN
    for present in (guess.true >= 0, guess.true > 0):
        right = np.mean(guess.guessed[present] == guess.true[present])
        blind = np.bincount(guess.true[present]).max() / present.sum()
        assert right < blind
