"""README's question is the one of GraphiQL, and its answer is the graph's."""

from __future__ import annotations

import re

from graphql import parse, print_ast

from docs import answer
from graph.deadline import Deadline
from schema.planner.run.executor import Executor


def test_question_is_the_one_that_graphiql_opens_with() -> None:
    opened = answer.FIRST_QUESTION.read_text(encoding="utf-8")
    pinned = answer.question(answer.README.read_text(encoding="utf-8"))
    assert pinned.count(answer.PINNED) == 1
    assert print_ast(parse(pinned.replace(answer.PINNED, ""))) == print_ast(parse(opened))


async def test_answer_is_what_the_graph_answers(readme: str, executor: Executor) -> None:
    result = await executor.execute(answer.question(readme), {}, None, Deadline.after(60))
    assert result.errors is None
    assert result.data is not None
    remedy = "README's answer is out of date; `python docs/answer.py` renews it from a running service"
    assert answer.shown(readme) == answer.answer(result.data) + "\n", remedy


def test_shown_score_is_the_sum_of_the_shown_contributions(readme: str) -> None:
    score, factors = re.findall(
        r'"score": ([\d.]+),\s+"factors": \[(.*?)\],\n', answer.shown(readme), re.DOTALL
    )[0]
    contributions = [float(each) for each in re.findall(r'"contribution": ([\d.]+)', factors)]
    assert len(contributions) == 4
    assert abs(sum(contributions) - float(score)) < 5e-4


def test_example_says_that_its_requests_are_synthetic(readme: str) -> None:
    warning = "**The requests behind this answer are synthetic.**"
    assert readme.index(warning) < readme.index(answer.shown(readme))
    assert "(synthetic)" in answer.shown(readme)
