"""The cost of an operation and the size of its answer, read from the finished output plan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from schema.planner.shape.computed import Computed
from schema.planner.shape.nodes import Nodes
from schema.planner.shape.output import (
    Constant,
    Failed,
    Introspection,
    Leaf,
    Many,
    Maybe,
    Object,
    OneOf,
    Output,
)
from schema.planner.shape.page import Cursor, Edges, Page, PageInfo
from schema.planner.shape.work import NOTHING, ONE, Sizes, Work

LEAF_BYTES: Final = 30
"""Of a value in JSON, with its punctuation: a key, a name or a number; a sentence is longer."""
PUNCTUATION: Final = 4
"""Bytes of JSON around the name of a field."""
INTROSPECTED: Final = 2
"""The work of one value of introspection, which takes graphql-core some 3 µs."""

Part = Output | Edges | PageInfo


def cost(output: Output) -> Work:
    """One for each object that the answer may hold, and the work that each field declares.

    Unpaged lists have no size of their own. Within a computed field or a mutation each is bounded by what
    that field may return at most, and an unpaged list inside another adds nothing to that bound.
    """
    return Work.total(_work(part).within(around) for part, around in _parts(output, (), ()))


def answer_bytes(output: Output) -> Work:
    """The bytes of the largest answer, if its values are of usual length."""
    return Work.total(_bytes(part).within(around) for part, around in _parts(output, (), ()))


def _work(part: Part) -> Work:
    match part:
        case Object(counts=counts):
            return ONE if counts else NOTHING
        case Failed():  # an error is in each row
            return ONE
        case Page() | Many() | Maybe() | Computed() | Leaf():
            return part.work
        case Introspection(values=index):
            return Work.sized(index, INTROSPECTED)
    return NOTHING


def _bytes(part: Part) -> Work:
    match part:
        case Object(fields=fields) | Page(parts=fields):
            return Work.fixed(sum(len(name) + PUNCTUATION for name in fields))
        case PageInfo(fields=names):
            return Work.fixed(sum(len(name) + PUNCTUATION + LEAF_BYTES for name in names))
        case Leaf() | Constant() | Cursor():
            return Work.fixed(LEAF_BYTES)
        case Introspection(values=index):
            return Work.sized(index, LEAF_BYTES)
    return NOTHING


def _parts(part: Part, around: Sizes, unpaged: Sizes) -> Iterator[tuple[Part, Sizes]]:
    """Each part of an output plan, with the sizes of the lists around it.

    `unpaged` is the bound of unpaged lists in it.
    """
    yield part, around
    match part:
        case Object(fields=fields):
            for each in fields.values():
                yield from _parts(each, around, unpaged)
        case Computed() | Maybe():
            bound = unpaged if part.unpaged_size is None else (part.unpaged_size,)
            yield from _parts(part.of, around, bound)
        case Many(size=None):
            added = [index for index in unpaged if index not in around] if part.unpaged else ()
            yield from _parts(part.of, (*around, *added), unpaged)
        case Many(size=int(size)):
            yield from _parts(part.of, (*around, size), unpaged)
        case Page():
            for inner in part.parts.values():
                of_edges = (part.size,) if isinstance(inner, Edges) else ()
                yield from _parts(inner, (*around, *of_edges), unpaged)
        case Edges():
            yield from _parts(part.of, around, unpaged)
        case OneOf(arms=arms):
            for _, arm in arms.values():
                yield from _parts(arm, around, unpaged)
        case Nodes(found=found, size=size):
            for _, _, node in found:
                yield from _parts(node, (*around, size), unpaged)
