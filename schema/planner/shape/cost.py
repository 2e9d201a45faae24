"""The cost of an operation: how many objects its answer may hold, read from the finished output plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from schema.planner.shape.computed import Computed
from schema.planner.shape.nodes import Nodes
from schema.planner.shape.output import Failed, Many, Maybe, Object, OneOf, Output
from schema.planner.shape.page import Edges, Page, PageInfo

Sizes = tuple[int, ...]
"""Indexes of the shape values that are the sizes of the lists around an object."""


@dataclass(frozen=True, slots=True)
class Cost:
    """A sum of one term for each object of the output plan: the product of the sizes of the lists around it.

    Unpaged lists have no size of their own. Within a computed field or a mutation each is bounded by what
    that field may return at most, and an unpaged list inside another adds nothing to that bound.
    """

    terms: tuple[Sizes, ...]

    @classmethod
    def of(cls, output: Output) -> Cost:
        """The cost of an output plan."""
        return cls(tuple(_terms(output, (), ())))

    def bind(self, values: Sequence[Any]) -> int:
        """The number of objects for these shape values; an empty list counts as one item."""
        return sum(prod(max(1, values[index]) for index in sizes) for sizes in self.terms)


def _terms(output: Output | Edges | PageInfo, around: Sizes, unpaged: Sizes) -> Iterator[Sizes]:
    """`around` are the sizes of the lists around `output`, `unpaged` is the bound of unpaged lists in it."""
    match output:
        case Object(fields=fields, counts=counts):
            if counts:
                yield around
            for field in fields.values():
                yield from _terms(field, around, unpaged)
        case Failed():  # an error is in each row
            yield around
        case Computed() | Maybe():
            bound = unpaged if output.unpaged_size is None else (output.unpaged_size,)
            yield from _terms(output.of, around, bound)
        case Many(size=None):
            added = [index for index in unpaged if index not in around] if output.unpaged else ()
            yield from _terms(output.of, (*around, *added), unpaged)
        case Many(size=int(size)):
            yield from _terms(output.of, (*around, size), unpaged)
        case Page():
            for part in output.parts.values():
                yield from _terms(part, (*around, output.size), unpaged)
        case Edges():
            yield from _terms(output.of, around, unpaged)
        case OneOf(arms=arms):
            for _, arm in arms.values():
                yield from _terms(arm, around, unpaged)
        case Nodes(found=found, size=size):
            for _, _, node in found:
                yield from _terms(node, (*around, size), unpaged)
