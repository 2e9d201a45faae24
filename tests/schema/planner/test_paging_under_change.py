"""Walking pages while rows come and go: no item twice, and none missed that was there throughout."""

from __future__ import annotations

from typing import Any, NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from toy import pools
from toy.content import Content, Edge, Node
from toy.harbor import NOTHING_MORE
from toy.store import put

from graph.database import Database
from graph.deadline import Deadline
from schema.planner.run.executor import Executor

SORTS = [
    "[{key: DESC}]",
    "[{crew: DESC}]",
    "[{age: ASC}]",
    "[{age: DESC}, {name: ASC}]",
    "[{insured: DESC}, {built: ASC}]",
    "[{berthDistance: {latitude: 45.5, longitude: -122.75}}]",
]
EDGE_SORTS = ["[{edge: {cargo: ASC}}]", "[{edge: {cargo: DESC}}, {node: {crew: ASC}}]"]
WAYS = {
    "forward": ("first: $size, after: $cursor", "hasNextPage", "endCursor"),
    "backward": ("last: $size, before: $cursor", "hasPreviousPage", "startCursor"),
}
SHIPS = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["a", "b"]),
        "crew": st.sampled_from([1, 2]),
        "age": st.sampled_from([None, 1, 2]),
        "insured": st.sampled_from([None, True, False]),
        "built": st.sampled_from(pools.MONTHS[:2]),
        "berth": st.sampled_from([None, *pools.PLACES[:3]]),
        "cargo": st.sampled_from([None, 1, 2]),
    }
)
FLEET = st.lists(SHIPS, min_size=4, max_size=16)
CHANGES = st.lists(st.sets(st.integers(0, 15)), min_size=1, max_size=5)


class Walk(NamedTuple):
    """How pages are walked."""

    text: str
    more: str
    cursor: str
    nested: bool

    def page(self, data: dict[str, Any]) -> dict[str, Any]:
        """The connection of an answer."""
        found: dict[str, Any] = data["port"]["ships"] if self.nested else data["ships"]
        return found


@st.composite
def walks(draw: Any) -> Walk:
    arguments, more, cursor = WAYS[draw(st.sampled_from(sorted(WAYS)))]
    nested = draw(st.booleans())
    sort = draw(st.sampled_from(EDGE_SORTS if nested else SORTS))
    ships = (
        f"ships({arguments}, sort: {sort}) {{ pageInfo {{ {more} {cursor} }} edges {{ node {{ key }} }} }}"
    )
    body = f'port(key: "p:1") {{ {ships} }}' if nested else ships
    return Walk(f"query ($size: Int!, $cursor: String) {{ {body} }}", more, cursor, nested)


def content(fleet: list[dict[str, Any]], there: set[int]) -> Content:
    """Those ships of a fleet that are there, all of them in one port."""
    rows = {f"s:{n:02d}": fleet[n] for n in sorted(there) if n < len(fleet)}
    return Content(
        (
            Node("Port", {"key": "p:1", "name": "P", "depth": None, "spot": None}),
            *(Node("Ship", NOTHING_MORE | row | {"key": key}) for key, row in rows.items()),
        ),
        tuple(Edge("TOY_VISITED", key, "p:1", {"cargo": row["cargo"]}) for key, row in rows.items()),
    )


@given(fleet=FLEET, there=CHANGES, walk=walks(), size=st.integers(1, 4))
@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
async def test_pages_under_change_repeat_and_miss_no_stable_item(
    toy: Executor,
    database: Database,
    fleet: list[dict[str, Any]],
    there: list[set[int]],
    walk: Walk,
    size: int,
) -> None:
    seen: list[str] = []
    cursor, more, states = None, True, iter(there)
    throughout = {f"s:{n:02d}" for n in range(len(fleet))}
    while more:
        if (state := next(states, None)) is not None:
            await put(database, content(fleet, state))
            throughout &= {f"s:{n:02d}" for n in state}
        result = await toy.execute(walk.text, {"size": size, "cursor": cursor}, None, Deadline.after(60))
        assert result.errors is None
        page = walk.page(result.data or {})
        seen += [edge["node"]["key"] for edge in page["edges"]]
        cursor, more = page["pageInfo"][walk.cursor], page["pageInfo"][walk.more]
    assert len(set(seen)) == len(seen)
    assert throughout <= set(seen)
