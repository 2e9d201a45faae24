"""Words of a search: as people write names, and nothing of Lucene's syntax."""

from __future__ import annotations

from typing import Any

import pytest

SEARCH = """
query ($query: String!) {
  search(query: $query, first: 20) { edges { node { ... on Jurisdiction { name } ... on Site { name } } } }
}
"""


async def names(ask: Any, query: str) -> list[str]:
    data = await ask(SEARCH, query=query)
    return [edge["node"]["name"] for edge in data["search"]["edges"] if edge["node"]]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("Doña Ana County", "Doña Ana County"),
        ("DOÑA ANA", "Doña Ana"),
        ("Don\u0303a Ana", "Doña Ana"),  # the tilde as a mark of its own
        ("Coeur d'Alene", "Coeur d'Alene"),
        ("coeur d’alene", "Coeur d'Alene"),
        ("española", "Española"),
        ("Espanola", "Española"),
        ("housotn", "Houston Police Department"),
    ],
)
async def test_a_name_is_found_as_it_is_written(ask: Any, query: str, name: str) -> None:
    assert name in await names(ask, query)


@pytest.mark.parametrize(
    "query",
    ["houston OR NOT x", 'hou"ston', "hou*ston~2", "name:houston^9", "(houston", "d'' AND 'x", "ß_/\\{}"],
)
async def test_nothing_of_lucenes_syntax_gets_through(execute: Any, query: str) -> None:
    assert (await execute(SEARCH, query=query)).errors is None
