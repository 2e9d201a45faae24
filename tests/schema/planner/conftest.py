from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from spy import Planner, Spy
from toy.model import TOY
from toy.store import drop_all, open_indexes

from graph.database import Database
from graph.settings import Settings
from schema.planner.run.executor import Executor


@pytest.fixture(scope="session")
def planner(settings: Settings) -> Planner:
    """Plans operations of the product's schema, without a database."""
    return Planner(settings)


@pytest.fixture(scope="session")
def spy(database: Database, settings: Settings) -> Spy:
    """Records the statements of operations."""
    return Spy(database, settings)


@pytest.fixture(scope="module")
async def toy(database: Database, settings: Settings) -> AsyncIterator[Executor]:
    """Executes operations on the toy, costly ones too; its indexes and nodes are deleted at the end."""
    await open_indexes(database)
    yield Executor(TOY, database, settings.model_copy(update={"max_cost": 10**12, "max_depth": 30}))
    await drop_all(database)
