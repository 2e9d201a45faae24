from __future__ import annotations

import pytest
from spy import Spy

from graph.database import Database
from graph.settings import Settings


@pytest.fixture(scope="session")
def spy(database: Database, settings: Settings) -> Spy:
    """Tells the statements of an operation."""
    return Spy(database, settings)
