"""Plans statements before the service is ready: Neo4j takes seconds to plan a large one the first time.

They are those of GraphiQL's default query, which come first, and of all documents of the explorer, for each
role that is likely to call.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from time import monotonic
from typing import Any, Final, NamedTuple

from graphql import ExecutionResult, GraphQLError, OperationType

from graph.activity import activity
from graph.deadline import Deadline
from graph.errors import InvalidInput, UnknownKey
from graph.viewer import READER, STAFF, Viewer
from schema.planner.request.invalid_operation import InvalidOperation
from schema.planner.run.executor import Executor
from schema.server.pages.default_query import default_query
from schema.server.pages.example_variables import examples
from schema.types.viewer import VIEWER

log = logging.getLogger(__name__)

WORK: Final = "warm-up"
"""What Neo4j shows beside the transactions of it, as `work`."""
DEADLINE_S: Final = 60.0
PAUSE_S: Final = 1.0
AT_ONCE: Final = 2
"""Statements that Neo4j plans at the same time: each takes one processor."""


class _Case(NamedTuple):
    """One statement to plan, by an operation that becomes it."""

    text: str
    variables: Mapping[str, Any]
    viewer: Viewer
    planning_ms: int


class Warmup:
    """Runs each statement in the background until it succeeds once.

    The default query is run for each of `viewers`; then `default_planned` is True. `documents` are run with
    example variables for staff and readers too, who may sign in on any service. Then `warm` is True.
    """

    def __init__(self, executor: Executor, viewers: Sequence[Viewer], documents: Sequence[str] = ()) -> None:
        self._executor = executor
        everyone = dict.fromkeys((*viewers, STAFF, READER))
        self._defaults = [(viewer, default_query(viewer)) for viewer in viewers]
        self._documents = [(viewer, document) for viewer in everyone for document in documents]
        self.default_planned = False
        self.warm = False

    async def warm_up(self) -> None:
        """Returns when Neo4j has planned all statements; retries while the database is unavailable."""
        started = monotonic()
        with activity(work=WORK):
            defaults = await asyncio.to_thread(self._cases, self._defaults)
            await self._run_all(defaults)
            self.default_planned = True
            others = await asyncio.to_thread(self._cases, self._documents)
            await self._run_all(others)
        self.warm = True
        log.info("warm: %d statements, %.1f s", len(defaults) + len(others), monotonic() - started)

    def _cases(self, operations: Iterable[tuple[Viewer, str]]) -> list[_Case]:
        """One case for each statement, those first that take longest to plan."""
        found: dict[str, _Case] = {}
        for viewer, text in operations:
            for statement, case in self._of(text, viewer):
                found.setdefault(statement, case)
        return sorted(found.values(), key=lambda case: -case.planning_ms)

    async def _run_all(self, cases: Iterable[_Case]) -> None:
        todo = iter(cases)

        async def work() -> None:
            for case in todo:
                await self._run(case)

        async with asyncio.TaskGroup() as workers:
            for _ in range(AT_ONCE):
                workers.create_task(work())

    def _of(self, text: str, viewer: Viewer) -> Iterator[tuple[str, _Case]]:
        """The statements of a document. One that is not valid has none: its callers get the error."""
        try:
            operation = self._executor.operation(text, None)
            if operation.type is OperationType.MUTATION:
                return
            known = VIEWER.make(viewer, {})
            for variables in examples(self._executor.schema, operation.definition, known):
                planned, _ = self._executor.plan(operation, operation.variables.coerced(variables), viewer)
                if planned.statement is not None:
                    yield planned.statement.text, _Case(text, variables, viewer, planned.planning_ms)
        except (InvalidOperation, GraphQLError) as error:
            log.error("the document %.60r cannot be planned: %s", text, error)

    async def _run(self, case: _Case) -> None:
        """Runs an operation until it has no error but such as a caller makes."""
        while errors := [error for error in (await self._executed(case)).errors or () if _passes(error)]:
            log.info("not warm yet: %s", errors)
            await asyncio.sleep(PAUSE_S)

    async def _executed(self, case: _Case) -> ExecutionResult:
        deadline = Deadline.after(DEADLINE_S)
        with activity():  # two run at once: the facts of each are its own
            return await self._executor.execute(case.text, case.variables, None, deadline, case.viewer)


def _passes(error: GraphQLError) -> bool:
    """True for an error that a later run may not have: no data yet, or a fault of the database."""
    return isinstance(error.original_error, UnknownKey) or not isinstance(error.original_error, InvalidInput)
