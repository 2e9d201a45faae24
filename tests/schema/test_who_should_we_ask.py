"""The question that the product exists for, asked through the executor of a real graph."""

from __future__ import annotations

from importlib.resources import files

from graph.deadline import Deadline
from schema.planner.executor import Executor

QUESTION = files("web").joinpath("questions", "who-should-we-ask.graphql").read_text(encoding="utf-8")


async def test_the_question_is_one_statement(executor: Executor, bolt_requests: list[str]) -> None:
    result = await executor.execute(QUESTION, {}, None, Deadline.after(60))
    assert result.errors is None
    assert len(bolt_requests) == 1
