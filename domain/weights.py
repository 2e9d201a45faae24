"""Weights that a caller may replace one by one."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf, isfinite

from graph.errors import InvalidInput


def normalized(name: str, defaults: Mapping[str, float], given: Mapping[str, float]) -> dict[str, float]:
    """The weights, `given` in place of `defaults`, divided by their sum.

    Raises InvalidInput, whose message begins with `name`.
    """
    if unknown := given.keys() - defaults.keys():
        raise InvalidInput(
            f"{name}: unknown {', '.join(sorted(unknown))}; allowed are {', '.join(defaults)}."
        )
    for key, value in given.items():
        if not (isfinite(value) and value >= 0):
            raise InvalidInput(f"{name}.{key}: must be 0 or more (got {value}).")
    weights = {**defaults, **given}
    total = sum(weights.values())
    if not 0 < total < inf:
        raise InvalidInput(f"{name}: they must add up to more than 0, and to a finite number (got {total}).")
    return {key: weight / total for key, weight in weights.items()}
