"""An unexpected error: what a client sees of it, and what is logged."""

from __future__ import annotations

import httpx
import pytest

from graph.database import Database
from graph.deadline import Deadline
from graph.statements import Statement

STORE = Statement(
    "store", "CYPHER 25 CREATE (j:Jurisdiction {key: $key, name: 'Toy', state: 'TX', urbanClass: $class})"
)


@pytest.fixture
async def strange_place(database: Database, key_prefix: str) -> str:
    """The key of a jurisdiction of an unknown urban class."""
    key = f"{key_prefix}strange"
    await database.write(STORE, {"key": key, "class": 99}, Deadline.after(30))
    return key


async def test_an_unexpected_error_of_a_field_is_masked_and_logged_with_its_traceback(
    client: httpx.AsyncClient, strange_place: str, caplog: pytest.LogCaptureFixture
) -> None:
    query = "query S($key: String!) { jurisdiction(key: $key) { name urbanClass } }"
    answer = await client.post("/graphql", json={"query": query, "variables": {"key": strange_place}})
    body = answer.json()
    assert body["data"] == {"jurisdiction": {"name": "Toy", "urbanClass": None}}
    [error] = body["errors"]
    assert error["path"] == ["jurisdiction", "urbanClass"]
    assert error["extensions"]["code"] == "INTERNAL"
    assert "a fault of its own" in error["message"]
    [record] = [each for each in caplog.records if error["extensions"]["requestId"] in each.getMessage()]
    assert record.exc_info is not None
    assert isinstance(record.exc_info[1], IndexError)
    assert "urbanClass" in record.getMessage()
