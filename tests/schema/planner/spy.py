"""A door to the database that remembers what was asked through it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, cast

from graph.database import Database
from graph.deadline import Deadline
from graph.settings import Settings
from graph.statements import Statement
from schema.model import MODEL
from schema.planner.executor import Executor


class Asked(NamedTuple):
    """One statement: its text and its parameters."""

    text: str
    parameters: Mapping[str, Any]


class Spy:
    """Executes operations with the real database and gives what it was asked."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._heard: list[Asked] = []
        self._executor = Executor(MODEL, cast(Database, self), settings)

    async def asked(self, text: str, **variables: Any) -> list[Asked]:
        """The statements of one operation."""
        self._heard.clear()
        await self._executor.execute(text, variables, None, Deadline.after(60))
        return list(self._heard)

    async def read(self, statement: Statement, parameters: Mapping[str, Any], deadline: Deadline) -> Any:
        """As Database.read."""
        self._heard.append(Asked(statement.text, parameters))
        return await self._database.read(statement, parameters, deadline)
