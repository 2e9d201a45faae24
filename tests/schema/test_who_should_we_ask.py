"""The main query of the service, executed against the real graph."""

from __future__ import annotations

from graph.deadline import Deadline
from graph.viewer import STAFF
from schema.planner.run.executor import Executor
from schema.server.pages.default_query import default_query

QUESTION = default_query(STAFF)


async def test_the_question_is_one_statement(executor: Executor, bolt_requests: list[str]) -> None:
    result = await executor.execute(QUESTION, {}, None, Deadline.after(60))
    assert result.errors is None
    assert len(bolt_requests) == 1
