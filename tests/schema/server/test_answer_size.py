"""An answer that turns out larger than its limit is an error, over each transport."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from graph.access import Access

LONG = "{ sites(first: 20) { edges { node {" + " ".join(f"a{i}: howToAsk" for i in range(480)) + "} } } }"
"""These are sentences: longer than the bound before the run takes a value to be."""


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
async def test_an_answer_beyond_the_limit_is_an_error(serve: Any, access: Access, accept: str) -> None:
    async with serve(access, max_answer_mb=1) as client:
        refused = await _post(client, LONG, accept)
        assert "ANSWER_TOO_LARGE" in refused
        assert "LEARNING_SITES_MAX_ANSWER_MB" in refused
        assert len(refused) < 1000
        answered = await _post(client, "{ sites(first: 3) { edges { node { notes } } } }", accept)
        assert "errors" not in answered
    async with serve(access) as client:
        assert len(await _post(client, LONG, accept)) > 1 << 20


async def _post(client: httpx.AsyncClient, text: str, accept: str) -> str:
    response = await client.post("/graphql", json={"query": text}, headers={"accept": accept})
    return response.text
