"""An unexpected error: what a client sees of it, and what is logged."""

from __future__ import annotations

import httpx
import pytest

from graph.database import Database
from graph.deadline import Deadline
from graph.statements import Statement

STORE = Statement(
    "store", "CYPHER 25 CREATE (s:Site {key: $key, name: 'Toy', state: 'TX', swornBand: $band})"
)


@pytest.fixture
async def strange_site(database: Database, key_prefix: str) -> str:
    """The key of a site whose band is none that we know."""
    key = f"{key_prefix}strange"
    await database.write(STORE, {"key": key, "band": 99}, Deadline.after(30))
    return key


async def test_an_unexpected_error_of_a_field_is_masked_and_logged_with_its_traceback(
    client: httpx.AsyncClient, strange_site: str, caplog: pytest.LogCaptureFixture
) -> None:
    query = "query S($key: String!) { site(key: $key) { name swornBand } }"
    answer = await client.post("/graphql", json={"query": query, "variables": {"key": strange_site}})
    body = answer.json()
    assert body["data"] == {"site": {"name": "Toy", "swornBand": None}}
    [error] = body["errors"]
    assert error["path"] == ["site", "swornBand"]
    assert error["extensions"]["code"] == "INTERNAL"
    assert "a fault of its own" in error["message"]
    [record] = [each for each in caplog.records if error["extensions"]["requestId"] in each.getMessage()]
    assert record.exc_info is not None
    assert isinstance(record.exc_info[1], IndexError)
    assert "swornBand" in record.getMessage()
