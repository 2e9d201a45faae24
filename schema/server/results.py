"""The results of a request, whichever door it came through."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing

from graphql import ExecutionResult, GraphQLError, OperationType

from graph.deadline import Deadline
from graph.errors import InvalidInput
from graph.settings import Settings
from schema.planner.executor import Executor
from schema.planner.refused import Refused
from schema.planner.subscription import Subscriptions
from schema.server.documents import Documents
from schema.server.guard import Asked


class Results:
    """Asks the executor, each time with a fresh deadline."""

    def __init__(self, executor: Executor, subscriptions: Subscriptions, settings: Settings) -> None:
        self._executor = executor
        self._subscriptions = subscriptions
        self._documents = Documents(settings)
        self._deadline_s = settings.deadline_s

    def type(self, asked: Asked) -> OperationType:
        """Query, mutation or subscription. Raises Refused."""
        return self._executor.operation(self.text(asked), asked.operation_name).type

    def text(self, asked: Asked) -> str:
        """The document. Raises Refused when it is not one that is taken."""
        try:
            return self._documents.text(asked.query, asked.document_id)
        except InvalidInput as error:
            raise Refused([GraphQLError(str(error), original_error=error)]) from None

    async def one(self, asked: Asked) -> ExecutionResult:
        """The result of a query or mutation whose document is taken."""
        deadline = Deadline.after(self._deadline_s)
        text = self.text(asked)
        return await self._executor.execute(text, asked.variables, asked.operation_name, deadline)

    async def each(self, asked: Asked) -> AsyncGenerator[ExecutionResult, None]:
        """The one result of a query or mutation, or those of a subscription for as long as it is read."""
        try:
            many = self.type(asked) is OperationType.SUBSCRIPTION
        except Refused as refused:
            yield ExecutionResult(None, refused.errors)
            return
        if not many:
            yield await self.one(asked)
            return
        results = self._subscriptions.subscribe(self.text(asked), asked.variables, asked.operation_name)
        async with aclosing(results):
            async for result in results:
                yield result
