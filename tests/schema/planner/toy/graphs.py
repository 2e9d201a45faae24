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
    | {name: st.sampled_from([None, *of]) for name, of in PERHAPS.items()}
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
        for key in draw(st.lists(st.sampled_from(pools.KEYS[:7]), unique=True, min_size=1))
    ]
    ports = [
        Node("Port", {"key": key, **draw(PORTS)})
        for key in draw(st.lists(st.sampled_from(pools.KEYS[7:]), unique=True))
    ]
    at_sea, ashore = [node.key for node in ships], [node.key for node in ports]

    def edges(type: str, pairs: list[Any], values: st.SearchStrategy[Any], at_most: int) -> list[Edge]:
        if not pairs:
            return []
        chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=at_most))
        return [Edge(type, *pair, draw(values)) for pair in chosen]

    homes = {edge.start: edge for edge in edges("TOY_HOME", list(product(at_sea, ashore)), NOTHING, 5)}
    return Content(
        (*ships, *ports),
        (
            *homes.values(),
            *edges("TOY_VISITED", list(product(at_sea, ashore)), VISITS, 8),
            *edges("TOY_FOLLOWS", list(product(at_sea, at_sea)), NOTHING, 8),
            *edges("TOY_MET", list(combinations_with_replacement(at_sea, 2)), MEETINGS, 6),
        ),
    )
