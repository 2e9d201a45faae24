"""What Neo4j says of a statement that it plans and does not run: its columns, and notifications.

Also the statement of a document, with example variables.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from neo4j import AsyncSession

from schema.planner.run.executor import Executor
from schema.server.pages.example_variables import examples
from schema.sources import Pending

NO_SUCH_PROPERTY = "01N52"
"""A property that no node has so far, such as what only an operator's files set."""


class Explained(NamedTuple):
    """The columns of a statement, and the codes and texts of its notifications."""

    columns: list[str]
    notifications: list[tuple[str, str]]


async def explain(session: AsyncSession, text: str, parameters: Mapping[str, Any] | None = None) -> Explained:
    """Explains a statement that begins with `CYPHER 25`; parameters that are not given are null."""
    given = dict.fromkeys(re.findall(r"\$(\w+)", text)) | dict(parameters or {})
    result = await session.run(text.replace("CYPHER 25", "CYPHER 25 EXPLAIN", 1), given)
    columns = list(result.keys())
    summary = await result.consume()
    return Explained(
        columns,
        [
            (each.gql_status, each.status_description)
            for each in summary.gql_status_objects
            if each.is_notification
        ],
    )


def planned(executor: Executor, document: str) -> tuple[str, dict[str, Any]]:
    """The Cypher and the parameters of a document; what a port would find has no value."""
    operation = executor.operation(document, None)
    variables = next(examples(executor.schema, operation.definition, {}))
    plan, bound = executor.plan(operation, operation.variables.coerced(variables))
    assert plan.statement is not None
    values = {name: None if isinstance(value, Pending) else value for name, value in bound.parameters.items()}
    return plan.statement.text, values
