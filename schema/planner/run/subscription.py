"""Subscriptions: each event is planned and answered like a query, when the data have changed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from typing import Any

from graphql import ExecutionResult, GraphQLError

from graph.data_version import DataVersion
from graph.deadline import Deadline
from graph.errors import GraphError
from graph.settings import Settings
from schema.planner.request.invalid_operation import InvalidOperation
from schema.planner.request.selection import Field
from schema.planner.run.executor import Executor
from schema.planner.run.invalid_value import classified


class Subscriptions:
    """Answers `dataChanged` and `loadProgress`.

    Changes that come faster than the poll interval, or than the client reads, are one event: its answer is
    the newest. Two events may tell the same version; none is left out that nothing newer follows.
    """

    def __init__(self, executor: Executor, data_version: DataVersion, settings: Settings) -> None:
        self._executor = executor
        self._data_version = data_version
        self._deadline_s = settings.deadline_s
        self._pause_s = settings.change_poll_s

    async def subscribe(
        self, text: str, variables: Mapping[str, Any], operation_name: str | None
    ) -> AsyncGenerator[ExecutionResult, None]:
        """A result for each event, without end; or one with errors and an end, when it cannot begin."""
        try:
            field = self._field(text, variables, operation_name)
            watch = self._data if field.name == "dataChanged" else self._ledger
            events = watch(field)
            await anext(events)
        except InvalidOperation as refused:
            yield ExecutionResult(None, refused.errors)
            return
        except GraphQLError as error:
            yield ExecutionResult(None, [classified(error)])
            return
        except GraphError as error:
            nodes = [detail.node for detail in field.details]
            path = [field.response_name]
            yield ExecutionResult(None, [GraphQLError(str(error), nodes, path=path, original_error=error)])
            return
        async with aclosing(events):
            while True:
                yield await self._executor.execute(text, variables, operation_name, self._deadline())
                await asyncio.sleep(self._pause_s)
                await anext(events)

    async def _data(self, field: Field) -> AsyncGenerator[None, None]:
        """Each time that there is another version to tell."""
        version = await self._first(field.given.value.get("since"))
        while True:
            yield
            version = await self._data_version.wait_beyond(version)

    async def _ledger(self, _: Field) -> AsyncGenerator[None, None]:
        """At once, and each time that a loader has written into the ledger."""
        seen = await self._data_version.ledger(self._deadline())
        while True:
            yield
            seen = await self._data_version.wait_ledger(seen)

    async def _first(self, since: int | None) -> int:
        """The version of the first event, when its time has come."""
        present = await self._data_version.current(self._deadline())
        if since is not None and since > present:  # newer than what we remember, or of another graph
            self._data_version.invalidate()
            present = await self._data_version.current(self._deadline())
        return await self._data_version.wait_beyond(present) if since in (None, present) else present

    def _field(self, text: str, variables: Mapping[str, Any], operation_name: str | None) -> Field:
        """The only root field, with its arguments. Raises InvalidOperation, GraphQLError."""
        operation = self._executor.operation(text, operation_name)
        for field in self._executor.root_fields(operation, operation.variables.coerced(variables)):
            if field.wrong is not None:
                raise field.wrong
            return field
        raise InvalidOperation(
            [GraphQLError("The subscription has no field: @skip or @include took it away.")]
        )

    def _deadline(self) -> Deadline:
        return Deadline.after(self._deadline_s)
