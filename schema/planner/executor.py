"""Executes operations: plan, one statement, shape, and GraphQL-core's own completion of the values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphql import ExecutionResult, GraphQLError, GraphQLResolveInfo, execute_sync
from graphql.execution.values import VariableValues, get_variable_values

from graph.database import Database
from graph.deadline import Deadline
from graph.errors import GraphError
from graph.settings import Settings
from schema.build import Model
from schema.planner.by_id import TYPE
from schema.planner.completion import accepts
from schema.planner.first_runs import FirstRuns
from schema.planner.operation import Operation, Operations, Refused
from schema.planner.plan import Plan, plan

Variables = Mapping[str, Any]


class Executor:
    """Answers operations from one database; keeps what it learned of their texts."""

    def __init__(self, model: Model, database: Database, settings: Settings) -> None:
        self._model = model
        self._database = database
        self._max_page_size = settings.max_page_size
        self._first_runs = FirstRuns()
        self._operations = Operations(
            model.executable, max_tokens=settings.max_tokens, max_depth=settings.max_depth
        )

    async def execute(
        self,
        text: str,
        variables: Variables,
        operation_name: str | None,
        deadline: Deadline,
    ) -> ExecutionResult:
        """The result of one operation; failures are errors in it, never raised.

        `data` is absent (None) with errors when the operation was refused before it ran.
        """
        try:
            operation = self.operation(text, operation_name)
            planned = self.plan(operation, variables)
        except Refused as refused:
            return ExecutionResult(None, refused.errors)
        except GraphQLError as error:
            return ExecutionResult(None, [error])
        root = {} if planned is None else await self._root(planned, deadline)
        if planned is not None and accepts(planned.selection, root):
            return ExecutionResult(root, None)
        result = execute_sync(
            self._model.executable,
            operation.document,
            root_value=root,
            variable_values=dict(variables),
            operation_name=operation.name,
            field_resolver=_by_response_name,
            type_resolver=_by_type_key,
        )
        assert isinstance(result, ExecutionResult)
        return result

    def operation(self, text: str, name: str | None) -> Operation:
        """The operation of a document, checked. Raises Refused."""
        return self._operations.get(text, name)

    def plan(self, operation: Operation, variables: Variables) -> Plan | None:
        """The plan of a query; None when it asks nothing of the graph. Raises Refused, GraphQLError."""
        coerced = get_variable_values(
            self._model.executable, operation.definition.variable_definitions or (), dict(variables)
        )
        if not isinstance(coerced, VariableValues):
            raise Refused(coerced)
        return plan(self._model, operation, coerced, max_page_size=self._max_page_size)

    async def _root(self, planned: Plan, deadline: Deadline) -> Any:
        try:
            async with self._first_runs.turn(planned.statement.text, deadline):
                records = await self._database.read(planned.statement, planned.parameters, deadline)
        except GraphError as error:
            return _Failed(error)
        return planned.shape(records[0]["row"])


class _Failed(dict[str, Any]):
    """Root values when the database did not answer: every root field has the same error."""

    def __init__(self, error: GraphError) -> None:
        super().__init__()
        self._error = error

    def __missing__(self, _: str) -> GraphError:
        return self._error


def _by_type_key(value: Mapping[str, Any], *_: object) -> str:
    return str(value[TYPE])


def _by_response_name(source: Mapping[str, Any], info: GraphQLResolveInfo[Any], **_: Any) -> Any:
    return source[str(info.path.key)]
