"""Random toy graphs, for Hypothesis."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations_with_replacement, product
from typing import Any, TypeVar

from hypothesis import strategies as st

from toy import pools
from toy.content import Content, Edge, Node
from toy.words import Grade, Rig

T = TypeVar("T")
Draw = Callable[[st.SearchStrategy[Any]], Any]

RIGS, GRADES = list(Rig.__members__), list(Grade.__members__)
SHIP: dict[str, list[Any]] = {
    "name": pools.TEXTS,
    "crew": pools.INTS,
    "feet": pools.FLOATS,
    "afloat": [True, False],
    "rig": RIGS,
    "grade": GRADES,
    "built": pools.MONTHS,
    "seen": pools.MOMENTS,
}
PERHAPS: dict[str, list[Any]] = {
    "note": pools.TEXTS,
    "code": pools.CODES,
    "age": pools.INTS,
    "draft": pools.FLOATS,
    "insured": [True, False],
    "oldRig": RIGS,
    "oldGrade": GRADES,
    "lost": pools.MONTHS,
    "checked": pools.MOMENTS,
    "berth": pools.PLACES,
}
LISTS = {"tags": pools.TAGS, "rigs": RIGS}


def _some(of: list[T]) -> st.SearchStrategy[list[T]]:
    return st.lists(st.sampled_from(of), max_size=2)


SHIPS = st.fixed_dictionaries(
    {name: st.sampled_from(of) for name, of in SHIP.items()}
    | {name: st.sampled_from([None, *of, None, *of[:2], None]) for name, of in PERHAPS.items()}
    | {name: _some(of) for name, of in LISTS.items()}
    | {"names": st.none() | _some(pools.TAGS)}
)
PORTS = st.fixed_dictionaries(
    {
        "name": st.sampled_from(pools.TEXTS),
        "depth": st.sampled_from([None, 1, 2, 3]),
        "spot": st.sampled_from([None, *pools.PLACES]),
    }
)
VISITS = st.fixed_dictionaries(
    {
        "month": st.sampled_from(pools.MONTHS),
        "cargo": st.sampled_from([None, 1, 2, 3]),
        "goods": _some(pools.TAGS),
        "customs": st.sampled_from([None, *GRADES]),
    }
)
MEETINGS = st.fixed_dictionaries(
    {"miles": st.sampled_from(pools.FLOATS), "since": st.sampled_from([None, *pools.MOMENTS])}
)
NOTHING: st.SearchStrategy[dict[str, Any]] = st.just({})


@st.composite
def contents(draw: Draw) -> Content:
    """A graph of a few ships and ports. Two nodes have at most one relationship of a type."""
    ships = [
        Node("Ship", {"key": key, **draw(SHIPS)})
        for key in draw(st.lists(st.sampled_from(pools.KEYS[:7]), unique=True, min_size=4))
    ]
    ports = [
        Node("Port", {"key": key, **draw(PORTS)})
        for key in draw(st.lists(st.sampled_from(pools.KEYS[7:]), unique=True, min_size=2))
    ]
    at_sea, ashore = [node.key for node in ships], [node.key for node in ports]

    def edges(type: str, pairs: list[Any], values: st.SearchStrategy[Any], about: int) -> list[Edge]:
        chosen = draw(
            st.lists(st.sampled_from(pairs), unique=True, min_size=about // 2, max_size=about * 3 // 2)
        )
        return [Edge(type, *pair, draw(values)) for pair in chosen]

    homes = {edge.start: edge for edge in edges("TOY_HOME", list(product(at_sea, ashore)), NOTHING, 3)}
    return Content(
        (*ships, *ports),
        (
            *homes.values(),
            *edges("TOY_VISITED", list(product(at_sea, ashore)), VISITS, 5),
            *edges("TOY_FOLLOWS", list(product(at_sea, at_sea)), NOTHING, 5),
            *edges("TOY_MET", list(combinations_with_replacement(at_sea, 2)), MEETINGS, 4),
        ),
    )


WRONG: dict[str, list[Any]] = {
    "name": [None, 5, ""],
    "note": [5, True, 1.5],
    "feet": [None, "x", 7, float("nan"), float("inf")],
    "draft": ["x", True, 2**53 + 1],
    "age": [2**31, -(2**31) - 1, 1.5, 2.0, "7", True],
    "afloat": [None, 0, "true"],
    "insured": [1, 0.0, "x"],
    "rig": [None, "NO_RIG", 1],
    "oldRig": ["NO_RIG", ""],
    "tags": [None, [1, 2], "a"],
    "rigs": [["BRIG", "NO_RIG"], None],
    "seen": [None],
    "cargo": [2**31, "x"],
    "goods": [None, ["a", "b"]],
    "miles": [None, "x", 3],
}
"""Values that a property cannot have, or has in another form. No list is sorted by them."""


@st.composite
def faulty(draw: Draw) -> Content:
    """A graph in which some values are not what the schema promises."""
    content = draw(contents())
    holders = [each.values for each in (*content.nodes, *content.edges)]
    for values in holders:
        for name in draw(st.lists(st.sampled_from(sorted(WRONG)), max_size=3, unique=True)):
            if name in values and not (name == "name" and "depth" in values):
                values[name] = draw(st.sampled_from(WRONG[name]))
    return content
