"""`node` and `nodes`: every type by its global id."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from graph.errors import InvalidInput

LISTS = {
    "Site": "sites",
    "Jurisdiction": "jurisdictions",
    "ProgramModel": "programModels",
    "Topic": "topics",
    "PartnerAgency": "partnerAgencies",
    "Request": "requests",
}
EVERY_TYPE = f"""
{{
  {" ".join(f"{field}(first: 2) {{ edges {{ node {{ id key }} }} }}" for field in LISTS.values())}
  site(key: "site:houston-pd") {{ sources(first: 1) {{ id key }} }}
}}
"""
KEYS = " ".join(f"... on {name} {{ key }}" for name in [*LISTS, "Source", "LoadRun"])
NODES = f"query ($ids: [ID!]!) {{ nodes(ids: $ids) {{ __typename id {KEYS} }} }}"
NODE = "query ($id: ID!) { node(id: $id) { id __typename ... on Site { name } } }"


def global_id(name: str, key: str) -> str:
    return base64.b64encode(f"{name}:{key}".encode()).decode()


async def test_every_type_is_found_again_by_its_id_in_the_order_of_the_ids(ask: Any) -> None:
    data = await ask(EVERY_TYPE)
    items = [
        {"__typename": name, **edge["node"]} for name, field in LISTS.items() for edge in data[field]["edges"]
    ]
    items += [{"__typename": "Source", **source} for source in data["site"]["sources"]]
    items = items[::2] + items[1::2]
    ids = [item["id"] for item in items]
    unknown = [global_id("Site", "site:nowhere-pd"), global_id("Banana", "site:houston-pd")]
    found = await ask(NODES, ids=[unknown[0], *ids, unknown[1], ids[0]])
    assert found["nodes"] == [None, *items, None, items[0]]


async def test_a_run_of_a_loader_is_a_node(ask: Any) -> None:
    run = global_id("LoadRun", "run:nowhere")
    assert (await ask(NODES, ids=[run]))["nodes"] == [None]


async def test_one_node_and_none(ask: Any) -> None:
    houston = global_id("Site", "site:houston-pd")
    name = "Houston Police Department"
    assert (await ask(NODE, id=houston))["node"] == {"id": houston, "__typename": "Site", "name": name}
    assert (await ask(NODE, id=global_id("Site", "site:x")))["node"] is None
    assert (await ask(NODES, ids=[]))["nodes"] == []


@pytest.mark.parametrize("malformed", ["", "site:houston-pd", "é", "U2l0ZQ==", global_id("", "x"), "4pi6"])
async def test_an_invalid_id_is_an_error(refusal: Any, malformed: str) -> None:
    error = await refusal(NODE, id=malformed)
    assert type(error) is InvalidInput
    assert "is not a global ID" in str(error)


async def test_more_ids_than_a_page_are_an_error(refusal: Any) -> None:
    error = await refusal(NODES, ids=[global_id("Site", f"site:{n}") for n in range(101)])
    assert type(error) is InvalidInput
    assert "at most 100" in str(error)
