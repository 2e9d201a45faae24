"""Who adds a property or a relationship edits one type, and at once can ask by it in every way."""

from __future__ import annotations

from typing import Any

import pytest
from toy.content import Content, Edge, Node
from toy.harbor import HARBOR
from toy.store import put

from graph.database import Database
from graph.deadline import Deadline
from graph.settings import Settings
from schema.build import build
from schema.declare import Declaration, pages, prop
from schema.planner.run.executor import Executor
from schema.sources import Label, out
from schema.types import SCALARS


class Port:
    """A port as in toy/port.py, to which somebody has just added two lines."""

    key: str = prop("Stable key.", keyword=True)
    name: str = prop("Its name.")
    cranes: int | None = prop("How many cranes it has.")

    sisters = pages("Ports that it is tied to.", out("TOY_SISTER"), "Port")


class Query:
    """The ports alone."""

    ports = pages("All ports.", Label("ToyPort"), "Port")


OPERATION = """
query ($after: String) {
  ports(
    where: {cranes: {gte: 1}, sisters: {some: {cranes: {gt: 1}}}}, sort: [{cranes: DESC}, {sistersCount: ASC}]
  ) {
    edges { node {
      key cranes sisters(first: 1, sort: [{cranes: ASC}]) { totalCount edges { node { key } } }
    } }
  }
  page: ports(sort: [{cranes: ASC}], first: 1, after: $after) { edges { cursor node { key } } }
  portsAggregate(groupBy: [CRANES]) { count group { cranes } sum { cranes } }
}
"""


@pytest.fixture
async def grown(toy: Executor, database: Database, settings: Settings) -> Executor:
    """The toy with more in it, and a schema that is built of the declarations."""
    cranes = {"p:east": 3, "p:west": 1, "p:zoe": None}
    nodes = [Node("Port", node.values | {"cranes": cranes[node.key]}) for node in HARBOR.of_type("Port")]
    pairs = [("p:east", "p:west"), ("p:west", "p:east"), ("p:west", "p:zoe")]
    await put(database, Content(tuple(nodes), tuple(Edge("TOY_SISTER", *pair) for pair in pairs)))
    declarations = [Declaration.of(Port, "ToyPort"), Declaration.of(Query)]
    return Executor(build(declarations, SCALARS, "toy.grown"), database, settings)


async def test_a_new_property_and_a_new_relationship_work_in_every_argument(grown: Executor) -> None:
    async def ask(**variables: Any) -> Any:
        result = await grown.execute(OPERATION, variables, None, Deadline.after(60))
        assert result.errors is None
        return result.data

    data = await ask()
    assert [edge["node"] for edge in data["ports"]["edges"]] == [
        {"key": "p:west", "cranes": 1, "sisters": {"totalCount": 2, "edges": [{"node": {"key": "p:east"}}]}}
    ]
    assert data["portsAggregate"] == [
        {"count": 1, "group": {"cranes": 1}, "sum": {"cranes": 1.0}},
        {"count": 1, "group": {"cranes": 3}, "sum": {"cranes": 3.0}},
        {"count": 1, "group": {"cranes": None}, "sum": {"cranes": None}},
    ]
    order = []
    while edges := data["page"]["edges"]:
        order.append(edges[0]["node"]["key"])
        data = await ask(after=edges[0]["cursor"])
    assert order == ["p:west", "p:east", "p:zoe"]
