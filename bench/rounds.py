"""Interleaved rounds: every contender once a round, so that a noisy minute hits them all alike."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from statistics import median, quantiles
from time import perf_counter
from typing import NamedTuple

Contender = Callable[[], Awaitable[object]]


class Row(NamedTuple):
    """Milliseconds of one contender; `ratio` is its median over the median of the first contender."""

    name: str
    median: float
    high: float
    ratio: float


async def interleaved(
    contenders: Mapping[str, Contender], *, warm_up: int = 5, rounds: int = 60
) -> list[Row]:
    """Runs all contenders `rounds` times in turn; the first of them is what the others are compared with."""
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for number in range(warm_up + rounds):
        for name, contender in contenders.items():
            started = perf_counter()
            await contender()
            if number >= warm_up:
                times[name].append(1000 * (perf_counter() - started))
    base = median(next(iter(times.values())))
    return [
        Row(name, median(found), quantiles(found, n=20)[-1], median(found) / base)
        for name, found in times.items()
    ]
