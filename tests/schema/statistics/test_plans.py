"""Neo4j's plans of the statements behind statistics: no reading of everything, no product of all with all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from graph.deadline import Deadline
from schema.planner.run.executor import Executor

QUESTIONS = {
    "statistics": """{ requestStatistics(input: {
      groupBy: [QUARTER, MODEL, URBAN_CLASS], from: "2024-01", models: ["model:cit"], sites: ["site:x"]
    }) { total { requests } rows { model { name } topic { name } site { name } requests } } }""",
    "states": "{ coverageGaps { synthetic areas(by: STATE) { requests jurisdiction { name } } } }",
    "classes": "{ coverageGaps { areas(by: URBAN_CLASS) { requests } } }",
    "models": "{ coverageGaps { models { requests closestSite { name } model { name } } } }",
}


def operators(plan: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield plan["operatorType"].partition("@")[0], plan["args"].get("Details", "")
    for child in plan.get("children", ()):
        yield from operators(child)


@pytest.mark.parametrize("question", QUESTIONS)
async def test_requests_and_jurisdictions_come_out_of_indexes(executor: Executor, question: str) -> None:
    operation = executor.operation(QUESTIONS[question], None)
    plan, bound = executor.plan(operation, operation.variables.coerced({}))
    assert plan.statement is not None
    explained = await executor.database.explain(plan.statement, bound.parameters, Deadline.after(60))
    found = list(operators(explained))
    assert any("INDEX request_month" in details or ":Request(month, key)" in details for _, details in found)
    for name, details in found:
        assert name not in ("AllNodesScan", "CartesianProduct")
        assert not (name == "NodeByLabelScan" and (":Request" in details or ":Jurisdiction" in details))
