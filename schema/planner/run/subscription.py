"""Subscriptions: when the data have changed, the selection is executed like a query."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from typing import Any

import orjson
from graphql import ExecutionResult, GraphQLError

from graph.data_version import DataVersion
from graph.deadline import Deadline
from graph.errors import GraphError
from graph.settings import Settings
from graph.viewer import Viewer
from schema.planner.request.invalid_operation import InvalidOperation
from schema.planner.request.invalid_value import classify
from schema.planner.request.selection import Field
from schema.planner.run.executor import Executor
from schema.planner.run.shared_events import SharedEvents, is_refused


class Subscriptions:
    """Executes `dataChanged` and `loadProgress`.

    Changes that come faster than the poll interval, or than the client reads, are one event with the newest
    state. Two events may have the same version; the last change always has an event.
    """

    def __init__(self, executor: Executor, data_version: DataVersion, settings: Settings) -> None:
        self._executor = executor
        self._data_version = data_version
        self._deadline_s = settings.deadline_s
        self._pause_s = settings.change_poll_s
        self._shared = SharedEvents(settings.cache_max_staleness_s)

    async def subscribe(
        self,
        text: str,
        variables: Mapping[str, Any],
        operation_name: str | None,
        viewer: Viewer,
        caller: str | None = None,
    ) -> AsyncGenerator[ExecutionResult, None]:
        """A result for each event, without end; a single one with errors where it cannot start.

        Those that select the same share the execution of an event, if they have the same viewer. Raises
        Stopped when the service stops.
        """

        async def execute() -> ExecutionResult:
            return await self._executor.execute(
                text, variables, operation_name, self._deadline(), viewer, caller
            )

        try:
            field = self._field(text, variables, operation_name)
            watch = self._data if field.name == "dataChanged" else self._ledger
            events = watch(field)
            event = await anext(events)
        except InvalidOperation as invalid:
            yield ExecutionResult(None, invalid.errors)
            return
        except GraphQLError as error:
            yield ExecutionResult(None, [classify(error)])
            return
        except GraphError as error:
            nodes = [detail.node for detail in field.details]
            path = [field.response_name]
            yield ExecutionResult(None, [GraphQLError(str(error), nodes, path=path, original_error=error)])
            return
        selection = (text, operation_name, orjson.dumps(variables, option=orjson.OPT_SORT_KEYS), viewer)
        async with aclosing(events):
            with self._shared.subscribed(selection):
                while True:
                    result = await self._shared.result(selection, event, execute)
                    if is_refused(result):
                        await self._data_version.pause(self._pause_s)  # too much runs: the event comes later
                        continue
                    yield result
                    await self._data_version.pause(self._pause_s)
                    event = await anext(events)

    async def _data(self, field: Field) -> AsyncGenerator[object, None]:
        """Yields the version each time that the data have another one."""
        version = await self._first(field.arguments.value.get("since"))
        while True:
            yield version
            version = await self._data_version.wait_beyond(version)

    async def _ledger(self, _: Field) -> AsyncGenerator[object, None]:
        """Yields the ledger's token at once, and each time that a loader has written into the ledger."""
        seen = await self._data_version.ledger(self._deadline())
        while True:
            yield seen
            seen = await self._data_version.wait_ledger(seen)

    async def _first(self, since: int | None) -> int:
        """Waits for the first event and returns its version."""
        present = await self._data_version.current(self._deadline())
        if since is not None and since > present:  # newer than what we know, or of another graph
            self._data_version.invalidate()
            present = await self._data_version.current(self._deadline())
        return await self._data_version.wait_beyond(present) if since in (None, present) else present

    def _field(self, text: str, variables: Mapping[str, Any], operation_name: str | None) -> Field:
        """The single root field, with its arguments. Raises InvalidOperation, GraphQLError."""
        operation = self._executor.operation(text, operation_name)
        for field in self._executor.root_fields(operation, operation.variables.coerced(variables)):
            if field.error is not None:
                raise field.error
            return field
        raise InvalidOperation([GraphQLError("The subscription has no field: @skip or @include removed it.")])

    def _deadline(self) -> Deadline:
        return Deadline.after(self._deadline_s)
