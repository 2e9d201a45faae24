"""The statements of operations: planned without a database, or sent to the real one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, cast

from graphql import ExecutionResult, GraphQLError

from graph.database import Database
from graph.deadline import Deadline
from graph.settings import Settings
from graph.statements import Statement
from schema.build import Model
from schema.model import MODEL
from schema.planner.request.invalid_operation import InvalidOperation
from schema.planner.run.executor import Executor


class Sent(NamedTuple):
    """One statement: its text and its parameters."""

    text: str
    parameters: Mapping[str, Any]


class Planner:
    """Plans operations without a database: planning opens no connection."""

    def __init__(self, settings: Settings, model: Model = MODEL) -> None:
        self._executor = Executor(model, cast(Database, None), settings)

    def planned(self, text: str, variables: Mapping[str, Any]) -> Sent | None:
        """The statement of one operation; None for one that reads nothing or is invalid."""
        try:
            operation = self._executor.operation(text, None)
            plan, bound = self._executor.plan(operation, operation.variables.coerced(variables))
        except (InvalidOperation, GraphQLError):
            return None
        return None if plan.statement is None else Sent(plan.statement.text, bound.parameters)


class Spy:
    """Executes operations with the real database and records the statements that it is sent."""

    def __init__(self, database: Database, settings: Settings, model: Model = MODEL) -> None:
        self._database = database
        self._sent: list[Sent] = []
        self._executor = Executor(model, cast(Database, self), settings)

    async def sent(self, text: str, **variables: Any) -> list[Sent]:
        """The statements of one operation."""
        await self.answered(text, **variables)
        return list(self._sent)

    async def answered(self, text: str, **variables: Any) -> tuple[Sent | None, ExecutionResult]:
        """The statement of one operation, None when nothing was sent, and its result."""
        self._sent.clear()
        result = await self._executor.execute(text, variables, None, Deadline.after(60))
        return (self._sent[0] if self._sent else None), result

    async def read(
        self, statement: Statement, parameters: Mapping[str, Any], deadline: Deadline, **more: Any
    ) -> Any:
        """As Database.read."""
        self._sent.append(Sent(statement.text, parameters))
        return await self._database.read(statement, parameters, deadline, **more)
