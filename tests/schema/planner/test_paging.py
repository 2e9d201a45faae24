"""Pages: every item once and none twice, whatever happens to the graph between them."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from graph.database import Database
from graph.deadline import Deadline
from graph.errors import BadCursor, InvalidInput
from graph.statements import Statement

SITES = """
query ($first: Int!, $after: String) {
  list: sites(first: $first, after: $after) {
    totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { key } }
  }
}
"""
TOPICS = SITES.replace("sites(", "topics(")
REQUESTS = SITES.replace("sites(", "requests(").replace("node { key }", "node { key month }")
PARTS = """
query ($first: Int!, $after: String) {
  state: jurisdiction(key: "us-state:OH") {
    list: parts(first: $first, after: $after) {
      totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { key } }
    }
  }
}
"""
RECOMMENDED = """
query ($first: Int!, $after: String) {
  list: recommendSites(
    input: {for: {jurisdictionKey: "us-county:39163"}, asOf: "2024-06-30"}, first: $first, after: $after
  ) {
    totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    edges { cursor node { key: score site { key } } }
  }
}
"""
PLANT = Statement(
    "plant-topics", "CYPHER 25 UNWIND $keys AS key CREATE (:Topic {key: key, name: key, description: key})"
)
DROP = Statement("drop-topics", "CYPHER 25 MATCH (t:Topic) WHERE t.key IN $keys DETACH DELETE t")


async def page(ask: Any, text: str, first: int, after: str | None) -> dict[str, Any]:
    data = await ask(text, first=first, after=after)
    found: dict[str, Any] = (data.get("state") or data)["list"]
    return found


async def walk(ask: Any, text: str, first: int) -> list[dict[str, Any]]:
    """All pages, each checked in itself."""
    pages: list[dict[str, Any]] = []
    after = None
    while not pages or pages[-1]["pageInfo"]["hasNextPage"]:
        pages.append(await page(ask, text, first, after))
        info, edges = pages[-1]["pageInfo"], pages[-1]["edges"]
        assert info["hasPreviousPage"] == (after is not None)
        assert (info["startCursor"], info["endCursor"]) == (edges[0]["cursor"], edges[-1]["cursor"])
        assert len(edges) == first or not info["hasNextPage"]
        after = info["endCursor"]
    return pages


def keys(pages: list[dict[str, Any]]) -> list[Any]:
    return [edge["node"]["key"] for each in pages for edge in each["edges"]]


@pytest.mark.parametrize(
    ("text", "first", "total"),  # Ohio has 88 counties and the region of a coalition
    [(SITES, 1, 13), (SITES, 5, 13), (SITES, 13, 13), (SITES, 100, 13), (TOPICS, 4, 12), (PARTS, 20, 89)],
)
async def test_pages_give_every_item_once_in_one_order(ask: Any, text: str, first: int, total: int) -> None:
    pages = await walk(ask, text, first)
    assert len(set(keys(pages))) == len(keys(pages)) == total
    assert keys(pages) == sorted(keys(pages))
    assert {each["totalCount"] for each in pages} == {total}
    assert len(pages) == -(-total // first)


async def test_requests_are_paged_newest_first(ask: Any) -> None:
    pages = await walk(ask, REQUESTS, 100)
    nodes = [edge["node"] for each in pages for edge in each["edges"]]
    assert len(nodes) == pages[0]["totalCount"] == 510
    assert nodes == sorted(nodes, key=lambda n: (n["month"], n["key"]), reverse=True)


async def test_recommendations_are_paged_best_first(ask: Any) -> None:
    whole = await page(ask, RECOMMENDED, 100, None)
    pages = await walk(ask, RECOMMENDED, 5)
    assert [edge for each in pages for edge in each["edges"]] == whole["edges"]
    assert len(whole["edges"]) == whole["totalCount"] == 12


async def test_rows_added_or_deleted_between_pages_move_no_other(
    ask: Any, database: Database, key_prefix: str
) -> None:
    """Keys of this test sort before `topic:…`: half of them are there at first, half come, some go."""
    own = [f"{key_prefix}{number:02d}" for number in range(10)]
    await database.write(PLANT, {"keys": own[::2]}, Deadline.after(30))
    first = await page(ask, TOPICS, 3, None)
    assert keys([first]) == [own[0], own[2], own[4]]
    # Before the cursor are 1 and 3, after it 5, 7 and 9; deleted are 2, 4 (the row of the cursor) and 8.
    await database.write(PLANT, {"keys": own[1::2]}, Deadline.after(30))
    await database.write(DROP, {"keys": [own[2], own[4], own[8]]}, Deadline.after(30))
    second = await page(ask, TOPICS, 100, first["pageInfo"]["endCursor"])
    assert keys([second])[:4] == [own[5], own[6], own[7], own[9]]
    assert len(keys([second])) == 4 + 12
    assert second["totalCount"] == 7 + 12


async def test_nested_lists_page_by_themselves(ask: Any) -> None:
    text = """
    query ($after: String) {
      sites(first: 100) { edges { node { key operates(first: 1, after: $after) {
        totalCount pageInfo { hasNextPage endCursor } edges { node { key } }
      } models { key } } } }
    }
    """
    first = [edge["node"] for edge in (await ask(text))["sites"]["edges"]]
    for site in first:
        models = sorted(model["key"] for model in site["models"])
        assert site["operates"]["totalCount"] == len(models)
        assert [edge["node"]["key"] for edge in site["operates"]["edges"]] == models[:1]
        assert site["operates"]["pageInfo"]["hasNextPage"] == (len(models) > 1)
    houston = next(site for site in first if site["key"] == "site:houston-pd")
    after = houston["operates"]["pageInfo"]["endCursor"]
    second = [edge["node"] for edge in (await ask(text, after=after))["sites"]["edges"]]
    for site in second:
        later = sorted(m["key"] for m in site["models"] if m["key"] > houston["models"][0]["key"])
        assert [edge["node"]["key"] for edge in site["operates"]["edges"]] == later[:1]


async def test_a_page_of_none_tells_whether_there_are_any(ask: Any) -> None:
    found = await page(ask, SITES, 0, None)
    assert found["edges"] == []
    assert found["pageInfo"]["hasNextPage"]
    assert found["pageInfo"]["endCursor"] is None


async def test_a_cursor_of_another_list_is_an_error(ask: Any, refusal: Any) -> None:
    sites = await page(ask, SITES, 1, None)
    error = await refusal(REQUESTS, first=1, after=sites["pageInfo"]["endCursor"])
    assert type(error) is BadCursor
    assert error.code == "BAD_CURSOR"
    assert "another list" in str(error)


@pytest.mark.parametrize(
    "content",
    [b"", b"nonsense", b"[]", b"{}", b"[1]", b"[1, 2, 3]", b'[99, "3d9ce7c2", 24240, "x"]', b"\xff\xfe"],
)
async def test_garbage_is_not_a_cursor(refusal: Any, content: bytes) -> None:
    error = await refusal(REQUESTS, first=1, after=base64.urlsafe_b64encode(content).decode())
    assert type(error) is BadCursor


@pytest.mark.parametrize("after", ["é", "%%%", "a", " "])
async def test_text_that_is_not_base64_is_not_a_cursor(refusal: Any, after: str) -> None:
    assert type(await refusal(REQUESTS, first=1, after=after)) is BadCursor


@pytest.mark.parametrize("value", [2**63, 2**64 - 1, True, None, [1], {"a": 1}])
async def test_a_forged_cursor_with_a_value_of_a_wrong_type_is_an_error(
    ask: Any, refusal: Any, value: Any
) -> None:
    real = (await page(ask, REQUESTS, 1, None))["pageInfo"]["endCursor"]
    content = json.loads(base64.urlsafe_b64decode(real + "=" * (-len(real) % 4)))
    forged = json.dumps([*content[:2], value, *content[3:]])
    after = base64.urlsafe_b64encode(forged.encode()).decode()
    assert type(await refusal(REQUESTS, first=1, after=after)) is BadCursor


@pytest.mark.parametrize("first", [-1, 101, 2**31 - 1])
async def test_first_out_of_range_is_an_error_with_the_limit(refusal: Any, first: int) -> None:
    error = await refusal(SITES, first=first)
    assert type(error) is InvalidInput
    assert (
        str(error) == f"first: between 0 and 100 is allowed (got {first:,}); use `after` for the next page."
    )
