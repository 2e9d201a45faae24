"""Intervals on data of which they are known."""

from __future__ import annotations

import numpy as np
import pytest

from backtest.bootstrap import Bootstrap


def test_what_never_differs_has_no_interval() -> None:
    bootstrap = Bootstrap(["a", "b", "b", "c"], draws=500, seed=1)
    assert bootstrap.interval(np.full(4, 0.25)) == pytest.approx((0.25, 0.25))
    assert bootstrap.error(np.full(4, 0.25)) == pytest.approx(0, abs=1e-12)


def test_two_requesters_give_three_means_by_the_laws_of_chance() -> None:
    means = Bootstrap(["a", "b"], draws=20_000, seed=1).means(np.array([0.0, 1.0]))
    found = {value: float(np.mean(means == value)) for value in (0.0, 0.5, 1.0)}
    assert found == pytest.approx({0.0: 0.25, 0.5: 0.5, 1.0: 0.25}, abs=0.02)


def test_a_requester_is_drawn_with_all_of_its_trials() -> None:
    """One requester of 99 trials and one of 1: a draw of both has the mean of all 100."""
    values = np.array([1.0] * 99 + [0.0])
    means = Bootstrap(["often"] * 99 + ["once"], draws=2000, seed=1).means(values)
    assert set(means.round(12).tolist()) == {0.0, 0.99, 1.0}


def test_the_error_of_independent_trials_is_that_of_the_formula() -> None:
    values = np.random.default_rng(5).normal(0.1, 0.3, 400)
    bootstrap = Bootstrap([str(number) for number in range(400)], draws=4000, seed=1)
    error = np.std(values, ddof=1) / np.sqrt(400)
    assert bootstrap.error(values) == pytest.approx(error, rel=0.05)
    low, high = bootstrap.interval(values)
    assert low == pytest.approx(values.mean() - 1.96 * error, abs=0.1 * error)
    assert high == pytest.approx(values.mean() + 1.96 * error, abs=0.1 * error)


def test_repeats_of_a_requester_add_no_certainty() -> None:
    values = np.random.default_rng(5).normal(0.1, 0.3, 50)
    once = Bootstrap([str(number) for number in range(50)], draws=2000, seed=1)
    twice = Bootstrap([str(number) for number in range(50)] * 4, draws=2000, seed=1)
    assert twice.interval(np.tile(values, 4)) == pytest.approx(once.interval(values))


def test_the_same_seed_draws_the_same() -> None:
    names, values = ["a", "b", "c"], np.array([0.0, 0.5, 1.0])
    first, again = (Bootstrap(names, draws=300, seed=4).interval(values) for _ in range(2))
    assert first == again
    means = [Bootstrap(names, draws=300, seed=seed).means(values).mean() for seed in (4, 5)]
    assert means[0] != means[1]
