"""Fixtures that execute documents against the real graph."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, Protocol

import pytest
from graphql import ExecutionResult
from neo4j import AsyncGraphDatabase, AsyncSession

from graph.access import Access
from graph.deadline import Deadline
from schema.planner.run.executor import Executor


class Ask(Protocol):
    """Executes a document; keyword arguments are its variables."""

    async def __call__(self, text: str, **variables: Any) -> Any: ...


@pytest.fixture(scope="session")
def execute(executor: Executor) -> Ask:
    """Returns the result, with its errors."""

    async def ask(text: str, **variables: Any) -> ExecutionResult:
        return await executor.execute(text, variables, None, Deadline.after(60))

    return ask


@pytest.fixture(scope="session")
def ask(execute: Ask) -> Ask:
    """Returns the data of a result without errors."""

    async def data(text: str, **variables: Any) -> Any:
        result = await execute(text, **variables)
        assert result.errors is None, result.errors
        return result.data

    return data


@pytest.fixture(scope="session")
def refusal(execute: Ask) -> Ask:
    """Returns the exception of this service in a result with this one error."""

    async def error(text: str, **variables: Any) -> BaseException | None:
        result = await execute(text, **variables)
        assert result.errors is not None, result.data
        assert len(result.errors) == 1, result.errors
        found: BaseException | None = result.errors[0].original_error
        return found

    return error


@pytest.fixture
async def session(access: Access) -> AsyncIterator[AsyncSession]:
    """A session of the driver, without notifications."""
    driver = AsyncGraphDatabase.driver(
        access.uri, auth=(access.username, access.password), notifications_min_severity="OFF"
    )
    async with driver, driver.session(database=access.database) as opened:
        yield opened


@pytest.fixture
async def noticing(access: Access) -> AsyncIterator[AsyncSession]:
    """A session that gets all notifications of Neo4j, as that of Neo4j Browser does."""
    driver = AsyncGraphDatabase.driver(access.uri, auth=(access.username, access.password))
    async with driver, driver.session(database=access.database) as opened:
        yield opened
