"""The request log as plain rows, and an executor of each role."""

from __future__ import annotations

from typing import Any

import pytest
from counting import Log, read_log
from graphql import ExecutionResult

from cli.mutations import ports
from graph.data_version import DataVersion
from graph.database import Database
from graph.deadline import Deadline
from graph.settings import Settings
from graph.viewer import Role
from schema.model import MODEL
from schema.planner.run.executor import Executor


@pytest.fixture(scope="session")
async def log(database: Database) -> Log:
    """All requests of the sample."""
    return await read_log(database)


@pytest.fixture(scope="session")
def reading(database: Database, settings: Settings) -> Executor:
    """Answers to a reader, who may write all the same."""
    public = settings.model_copy(update={"role": Role.READER})
    return Executor(MODEL, database, public, ports(database, DataVersion(database, public), public))


@pytest.fixture(scope="session")
def read(reading: Executor) -> Any:
    """Returns the result of a document for a reader."""

    async def execute(text: str, **variables: Any) -> ExecutionResult:
        return await reading.execute(text, variables, None, Deadline.after(60))

    return execute
