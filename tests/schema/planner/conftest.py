from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from spy import Spy
from toy.model import TOY
from toy.store import drop_all, open_indexes

from graph.database import Database
from graph.settings import Settings
from schema.planner.run.executor import Executor


@pytest.fixture(scope="session")
def spy(database: Database, settings: Settings) -> Spy:
    """Tells the statements of an operation."""
    return Spy(database, settings)


@pytest.fixture(scope="package")
async def toy(database: Database, settings: Settings) -> AsyncIterator[Executor]:
    """Answers operations on the toy, with room for dear ones; then its indexes and nodes are gone."""
    await open_indexes(database)
    yield Executor(TOY, database, settings.model_copy(update={"max_cost": 10**12, "max_depth": 30}))
    await drop_all(database)
