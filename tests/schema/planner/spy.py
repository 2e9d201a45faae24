"""A door to the database that remembers what was asked through it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, cast

from graphql import ExecutionResult

from graph.database import Database
from graph.deadline import Deadline
from graph.settings import Settings
from graph.statements import Statement
from schema.build import Model
from schema.model import MODEL
from schema.planner.run.executor import Executor


class Asked(NamedTuple):
    """One statement: its text and its parameters."""

    text: str
    parameters: Mapping[str, Any]


class Spy:
    """Executes operations with the real database and gives what it was asked."""

    def __init__(self, database: Database, settings: Settings, model: Model = MODEL) -> None:
        self._database = database
        self._heard: list[Asked] = []
        self._executor = Executor(model, cast(Database, self), settings)

    async def asked(self, text: str, **variables: Any) -> list[Asked]:
        """The statements of one operation."""
        await self.answered(text, **variables)
        return list(self._heard)

    async def answered(self, text: str, **variables: Any) -> tuple[Asked | None, ExecutionResult]:
        """The statement of one operation, None when nothing was asked, and its result."""
        self._heard.clear()
        result = await self._executor.execute(text, variables, None, Deadline.after(60))
        return (self._heard[0] if self._heard else None), result

    async def read(
        self, statement: Statement, parameters: Mapping[str, Any], deadline: Deadline, **more: Any
    ) -> Any:
        """As Database.read."""
        self._heard.append(Asked(statement.text, parameters))
        return await self._database.read(statement, parameters, deadline, **more)
