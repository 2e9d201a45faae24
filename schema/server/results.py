"""The results of a request, whichever door it came through."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing

from graphql import ExecutionResult, OperationType

from graph.deadline import Deadline
from graph.settings import Settings
from schema.planner.executor import Executor
from schema.planner.operation import Refused
from schema.planner.subscription import Subscriptions
from schema.server.guard import Asked


class Results:
    """Asks the executor, each time with a fresh deadline."""

    def __init__(self, executor: Executor, subscriptions: Subscriptions, settings: Settings) -> None:
        self._executor = executor
        self._subscriptions = subscriptions
        self._deadline_s = settings.deadline_s

    def type(self, asked: Asked) -> OperationType:
        """Query, mutation or subscription. Raises Refused."""
        return self._executor.operation(asked.query, asked.operation_name).type

    async def one(self, asked: Asked) -> ExecutionResult:
        """The result of a query or mutation."""
        deadline = Deadline.after(self._deadline_s)
        return await self._executor.execute(asked.query, asked.variables, asked.operation_name, deadline)

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
        results = self._subscriptions.subscribe(asked.query, asked.variables, asked.operation_name)
        async with aclosing(results):
            async for result in results:
                yield result
