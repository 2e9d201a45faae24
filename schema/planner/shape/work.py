"""Work: what an operation makes Neo4j read, as a sum of products of the sizes of its lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Sizes = tuple[int, ...]
"""Indexes of shape values: the sizes of the lists around something."""


@dataclass(frozen=True, slots=True)
class Work:
    """Weights by the sizes that each is multiplied by; their sum is the work.

    The unit is a node that is read, two database hits.
    """

    weights: Mapping[Sizes, float] = field(default_factory=dict)

    @classmethod
    def fixed(cls, weight: float) -> Work:
        """Work that depends on nothing."""
        return cls({(): weight} if weight else {})

    @classmethod
    def sized(cls, index: int, weight: float = 1) -> Work:
        """A weight for each unit of the shape value at an index."""
        return cls({(index,): weight})

    @classmethod
    def total(cls, parts: Iterable[Work]) -> Work:
        """The sum of several."""
        weights: dict[Sizes, float] = {}
        for part in parts:
            for sizes, weight in part.weights.items():
                weights[sizes] = weights.get(sizes, 0) + weight
        return cls(weights)

    def __add__(self, other: Work) -> Work:
        return Work.total((self, other))

    def __mul__(self, other: Work) -> Work:
        """This work for each unit of another."""
        return Work.total(
            Work({one + two: weight * times})
            for one, weight in self.weights.items()
            for two, times in other.weights.items()
        )

    def within(self, around: Sizes) -> Work:
        """This work once for each item of the lists around it."""
        return Work({around + sizes: weight for sizes, weight in self.weights.items()})

    def bind(self, values: Sequence[Any]) -> float:
        """The work for these shape values; an empty list counts as one item."""
        bound: float = 0
        for sizes, weight in self.weights.items():
            for index in sizes:
                if (size := values[index]) > 1:
                    weight *= size
            bound += weight
        return bound


NOTHING = Work()
ONE = Work.fixed(1)
