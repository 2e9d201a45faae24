"""A page far down a list costs Neo4j what the first one costs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from neo4j import AsyncGraphDatabase, AsyncSession
from toy.store import EMPTY

from graph.access import Access
from graph.database import Database
from graph.deadline import Deadline
from graph.statements import Statement
from schema.planner.run.executor import Executor

SIZE, PAGE = 20, 400
OF_A_NAME = 100
LISTS = {
    "by key": ("ships", ""),
    "by an indexed property": ("ships", "sort: [{crew: ASC}], "),
    "from its greatest": ("ships", "sort: [{crew: DESC}], "),
    "by what a hundred share": ("newest", ""),
    "by what thousands share": ("ships", "sort: [{afloat: DESC}], "),
}
FLEET = Statement(
    "toy-fleet",
    """CYPHER 25 UNWIND range(0, 9999) AS i CREATE (n:ToyShip {
      key: 's:' + right('0000' + toString(i * 7919 % 10000), 5), crew: i / 3, built: 24000 + i % 97,
      afloat: i % 6 > 0, name: 'ship ' + i % 100, feet: 10.0 })""",
)
# As Neo4j does in its own time: it counts what indexes hold, and plans anew.
COUNTED = Statement("toy-counted", "CYPHER 25 CALL db.prepareForReplanning(60)")


@pytest.fixture(scope="module")
async def session(access: Access, database: Database, toy: Executor) -> AsyncIterator[AsyncSession]:
    await database.write(EMPTY, {}, Deadline.after(60))
    await database.write(FLEET, {}, Deadline.after(60))
    await database.execute(COUNTED, {}, Deadline.after(60))
    driver = AsyncGraphDatabase.driver(
        access.uri, auth=(access.username, access.password), notifications_min_severity="OFF"
    )
    async with driver, driver.session(database=access.database) as opened:
        yield opened
    await database.write(EMPTY, {}, Deadline.after(60))


def hits(plan: dict[str, Any]) -> int:
    """Database hits of a profiled plan."""
    return int(plan["dbHits"]) + sum(map(hits, plan.get("children", ())))


async def cost(toy: Executor, session: AsyncSession, text: str, variables: dict[str, Any]) -> int:
    """Database hits of an operation."""
    operation = toy.operation(text, None)
    plan, bound = toy.plan(operation, operation.variables.coerced(variables))
    assert plan.statement is not None
    profiled = plan.statement.text.replace("CYPHER 25", "CYPHER 25 PROFILE", 1)
    summary = await (await session.run(profiled, bound.parameters)).consume()
    assert summary.profile is not None
    return hits(summary.profile)


async def costs(toy: Executor, session: AsyncSession, field: str, sort: str) -> tuple[int, int]:
    """Database hits of the first page, and of one far behind."""
    below = "{ pageInfo { hasNextPage endCursor } edges { node { key crew name length built } } }"
    start = f"{{ {field}({sort}first: 1, offset: {SIZE * (PAGE - 1) - 1}) {below} }}"
    result = await toy.execute(start, {}, None, Deadline.after(60))
    assert result.data is not None
    cursor = result.data[field]["pageInfo"]["endCursor"]
    page_one = await cost(toy, session, f"{{ {field}({sort}first: {SIZE}) {below} }}", {})
    text = f"query ($after: String) {{ {field}({sort}first: {SIZE}, after: $after) {below} }}"
    return page_one, await cost(toy, session, text, {"after": cursor})


@pytest.mark.parametrize("name", LISTS)
async def test_page_400_costs_what_page_one_costs(toy: Executor, session: AsyncSession, name: str) -> None:
    page_one, page_400 = await costs(toy, session, *LISTS[name])
    assert 0.8 * page_one <= page_400 <= 1.2 * page_one, (page_one, page_400)


async def test_without_a_key_in_the_index_rows_level_with_the_cursor_are_read(
    toy: Executor, session: AsyncSession
) -> None:
    """They are sorted on page one, too; no others are read."""
    page_one, page_400 = await costs(toy, session, "ships", "sort: [{name: ASC}], ")
    assert page_400 <= page_one + 3 * OF_A_NAME, (page_one, page_400)
