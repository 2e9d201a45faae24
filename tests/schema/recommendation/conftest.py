"""The rows that recommendations rest on, read once; and recommendations."""

from __future__ import annotations

from typing import Any

import pytest
from asking import RECOMMEND, Recommend, written
from oracle import Asked
from world import World, read_world

from graph.database import Database


@pytest.fixture(scope="session")
async def world(database: Database) -> World:
    """The graph's rows."""
    return await read_world(database)


@pytest.fixture(scope="session")
def recommend(ask: Any) -> Recommend:
    """Asks, and expects an answer without errors."""

    async def answer(asked: Asked) -> dict[str, Any]:
        data = await ask(RECOMMEND, input=written(asked))
        found: dict[str, Any] = data["recommendSites"]
        return found

    return answer
