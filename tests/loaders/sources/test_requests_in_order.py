"""Relationships of requests hold what an index orders them by: a request without it would not be shown."""

from __future__ import annotations

import pytest

from graph.database import Database
from graph.deadline import Deadline
from graph.statements import Statement
from schema.planner.run.executor import Executor

WRONG = Statement(
    "wrong-copies",
    """CYPHER 25
    MATCH (q:Request)-[r:ANSWERED_BY|FROM]->(to)
    WHERE [coalesce(r.site, r.jurisdiction), r.month, r.request] <> [to.key, q.month, q.key]
      OR r.month IS NULL OR r.request IS NULL OR coalesce(r.site, r.jurisdiction) IS NULL
    RETURN count(*) AS found""",
)
COUNTED = """{{ {0}(first: 100{1}) {{ edges {{ node {{
  requests(first: 100) {{ totalCount edges {{ node {{ key }} }} }}
}} }} }} }}"""


async def test_what_the_loader_ties_holds_both_keys_and_the_month(database: Database) -> None:
    assert (await database.read(WRONG, {}, Deadline.after(60)))[0]["found"] == 0


@pytest.mark.parametrize(
    ("field", "where"),
    [("sites", ""), ("jurisdictions", ", where: {requests: {some: {synthetic: {eq: true}}}}")],
)
async def test_the_index_gives_as_many_requests_as_there_are(
    executor: Executor, field: str, where: str
) -> None:
    result = await executor.execute(COUNTED.format(field, where), {}, None, Deadline.after(60))
    assert result.errors is None
    pages = [edge["node"]["requests"] for edge in result.data[field]["edges"]]
    assert any(page["totalCount"] for page in pages)
    for page in pages:
        assert len(page["edges"]) == min(page["totalCount"], 100)
