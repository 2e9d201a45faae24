"""Neo4j plans a statement once, however long the texts are that it is given.

It plans anew for a text or list parameter of another order of length (0, 1, 2 to 10, 11 to 100 …), so that a
profile, whose key is empty, had its first recommendation planned after the service was ready.
"""

from __future__ import annotations

from typing import Any

import pytest
from neo4j import AsyncSession

BY_KEY = """query PlannedByKey($key: String!) {
  jurisdiction(key: $key) { name similar(first: 3) { edges { score node { name } } } }
}"""
BY_TEXT = """query PlannedByText($search: String!) {
  jurisdictions(search: $search, first: 3) { edges { node { name similar(first: 1) { edges { score } } } } }
}"""
KEYS = ["us-county:39163", "", "x", "abc", "us-state:OH", "k" * 150]
TEXTS = ["vinton county, ohio", "a", "05401", "tx", "county of los angeles california usa", "!"]


@pytest.mark.parametrize(
    ("text", "name", "values"), [(BY_KEY, "key", KEYS), (BY_TEXT, "search", TEXTS)], ids=["key", "search"]
)
async def test_a_text_of_another_length_finds_the_plan(
    ask: Any, session: AsyncSession, text: str, name: str, values: list[str]
) -> None:
    for call in (
        "db.clearQueryCaches()",
        *(f"db.stats.{what}('QUERIES')" for what in ("stop", "clear", "collect")),
    ):
        await (await session.run(f"CALL {call}")).consume()
    for value in values:
        await ask(text, **{name: value})
    await (await session.run("CALL db.stats.stop('QUERIES')")).consume()
    found = await session.run("CALL db.stats.retrieve('QUERIES') YIELD data RETURN data")
    [data] = [data async for [data] in found if "domain/similarity.py has the numbers" in data["query"]]
    first, *others = (each["elapsedCompileTimeInUs"] for each in data["invocations"])
    assert len(others) == len(values) - 1
    assert max(others) < first / 5, (first, others)
