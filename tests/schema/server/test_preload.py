"""What a page can preload: documents of the explorer by GET, valid until the data or the role change."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from schema.server.trusted_documents import OPERATION, explorer_documents

SAME_ORIGIN = {"sec-fetch-site": "same-origin", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty"}
BY_NAME = {OPERATION.findall(text)[0]: id_ for id_, text in explorer_documents().items()}
VINTON = {"for": {"jurisdictionKey": "us-county:39163"}}
[START] = [name for name, id_ in BY_NAME.items() if "viewer {" in explorer_documents()[id_]]
[MAP] = [name for name, id_ in BY_NAME.items() if "similarityMap(" in explorer_documents()[id_]]


def parameters(name: str) -> dict[str, str]:
    given = {"documentId": f"sha256:{BY_NAME[name]}"}
    return given | ({"variables": json.dumps(VINTON)} if name == MAP else {})


@pytest.mark.parametrize("name", [START, MAP])
async def test_a_document_by_get_can_be_preloaded_and_is_sent_once(
    client: httpx.AsyncClient, name: str, bolt_requests: list[str]
) -> None:
    first = await client.get("/graphql", params=parameters(name), headers=SAME_ORIGIN)
    assert first.status_code == 200
    assert "errors" not in first.json()
    assert first.headers["cache-control"] == "private, no-cache"
    assert {"accept", "accept-encoding", "authorization", "cookie"} <= {
        each.strip().lower() for each in first.headers["vary"].split(",")
    }
    again = SAME_ORIGIN | {"if-none-match": first.headers["etag"]}
    bolt_requests.clear()
    unchanged = await client.get("/graphql", params=parameters(name), headers=again)
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert unchanged.headers["etag"] == first.headers["etag"]
    assert not any("similarity" in each for each in bolt_requests)


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_a_page_of_another_site_gets_nothing(client: httpx.AsyncClient, site: str) -> None:
    answer = await client.get("/graphql", params=parameters(START), headers={"sec-fetch-site": site})
    assert answer.status_code == 403
    assert "data" not in answer.json()


async def test_a_document_that_a_browser_opens_is_answered(client: httpx.AsyncClient) -> None:
    """As a `query` is: the page of GraphiQL is for an address that asks nothing."""
    html = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    answer = await client.get("/graphql", params=parameters(START), headers=html)
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.json()["data"]
    page = await client.get("/graphql", headers=html)
    assert page.headers["content-type"].startswith("text/html")


async def test_the_map_is_short_enough_to_send(client: httpx.AsyncClient) -> None:
    """All five parts of 3,235 counties, compressed."""
    headers: dict[str, Any] = {"accept-encoding": "gzip"}
    text = """query ($for: RequesterInput!) { similarityMap(for: $for) {
      version codes score parts { size density setting region distance } weights { name weight } } }"""
    given = {"query": text, "variables": json.dumps(VINTON)}
    async with client.stream("GET", "/graphql", params=given, headers=headers) as response:
        body = b"".join([chunk async for chunk in response.aiter_raw()])
    assert response.headers["content-encoding"] == "gzip"
    assert len(body) < 40_000
