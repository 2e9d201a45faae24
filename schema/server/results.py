"""The results of a request, whichever door it came through."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing

from graphql import ExecutionResult, GraphQLError, OperationType

from graph.deadline import Deadline
from graph.errors import InvalidInput
from graph.settings import Settings
from schema.planner.request.invalid_operation import InvalidOperation
from schema.planner.request.operation import Operation
from schema.planner.run.executor import Executor
from schema.planner.run.subscription import Subscriptions
from schema.server.documents import Documents
from schema.server.guard import GraphQLRequest


class Results:
    """Asks the executor, each time with a fresh deadline."""

    def __init__(self, executor: Executor, subscriptions: Subscriptions, settings: Settings) -> None:
        self._executor = executor
        self._subscriptions = subscriptions
        self._documents = Documents(settings)
        self._deadline_s = settings.deadline_s

    def operation(self, asked: GraphQLRequest) -> Operation:
        """The operation of a document that is taken, checked. Raises InvalidOperation."""
        return self._executor.operation(self.text(asked), asked.operation_name)

    def text(self, asked: GraphQLRequest) -> str:
        """The document. Raises InvalidOperation when it is not one that is taken."""
        try:
            return self._documents.text(asked.query, asked.document_id, by_hash=asked.by_hash)
        except InvalidInput as error:
            raise InvalidOperation([GraphQLError(str(error), original_error=error)]) from None

    async def one(self, operation: Operation, asked: GraphQLRequest) -> ExecutionResult:
        """The result of a query or mutation."""
        return await self._executor.run(operation, asked.variables, Deadline.after(self._deadline_s))

    async def each(self, asked: GraphQLRequest) -> AsyncGenerator[ExecutionResult, None]:
        """The one result of a query or mutation, or those of a subscription for as long as it is read."""
        try:
            operation = self.operation(asked)
        except InvalidOperation as refused:
            yield ExecutionResult(None, refused.errors)
            return
        if operation.type is not OperationType.SUBSCRIPTION:
            yield await self.one(operation, asked)
            return
        results = self._subscriptions.subscribe(self.text(asked), asked.variables, asked.operation_name)
        async with aclosing(results):
            async for result in results:
                yield result
