"""The work of operations: the database hits that Neo4j counts, beside the cost that the planner computes.

`python -m bench work` prints the table from which the weights of `schema/types/` and the limit were chosen.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

from neo4j import AsyncGraphDatabase, AsyncSession
from neo4j.exceptions import TransientError

from bench.operations import operations
from bench.processor import cpu_s
from graph.access import Access
from graph.database import Database
from graph.settings import Settings
from graph.viewer import Role
from schema.model import MODEL
from schema.planner.run.executor import Executor

OPERATIONS: Final = Path(__file__).with_suffix(".graphql")
HITS: Final = 2
"""Database hits of one unit of the cost."""
RUNS: Final = 5
LONG_MS: Final = 30_000
"""Of an operation that takes longer, one run is enough."""
TOO_LARGE: Final = (
    "Neo.TransientError.General.MemoryPoolOutOfMemoryError",
    "Neo.TransientError.General.TransactionOutOfMemoryError",
)


class Row(NamedTuple):
    """One operation: its cost, the hits of one run, and milliseconds of Neo4j's processor time for one."""

    name: str
    cost: int
    hits: int
    cpu_ms: float


async def profiled(executor: Executor, session: AsyncSession, text: str) -> tuple[int, int]:
    """The cost of an operation, and its database hits."""
    operation = executor.operation(text, None)
    plan, bound = executor.plan(operation, operation.variables.coerced({}))
    assert plan.statement is not None
    statement = plan.statement.text.replace("CYPHER 25", "CYPHER 25 PROFILE", 1)
    summary = await (await session.run(statement, bound.parameters)).consume()
    assert summary.profile is not None
    return bound.cost, all_hits(summary.profile)


def correlation(one: Sequence[float], other: Sequence[float]) -> float:
    """Spearman's rank correlation; equal values share the mean of their ranks."""
    ranks = [_ranks(one), _ranks(other)]
    mean = (len(one) - 1) / 2
    products = sum((a - mean) * (b - mean) for a, b in zip(*ranks, strict=True))
    squares = [sum((each - mean) ** 2 for each in rank) for rank in ranks]
    return float(products / (squares[0] * squares[1]) ** 0.5)


async def work(access: Access, java: int, settings: Settings) -> list[Row]:
    """All operations, most work first."""
    found = await work_by_name(access, java, settings)
    rows = [row for row in found.values() if row is not None]
    assert len(rows) == len(found), "Neo4j has too little memory for an operation"
    return sorted(rows, key=lambda row: -row.hits)


async def work_by_name(access: Access, java: int, settings: Settings) -> dict[str, Row | None]:
    """The work of each operation; None where Neo4j has too little memory for it."""
    found: dict[str, Row | None] = {}
    staff = settings.model_copy(update={"role": Role.STAFF})
    async with Database.open(access, settings) as database, session_of(access) as session:
        executor = Executor(MODEL, database, staff)
        for name, text in operations(OPERATIONS).items():
            try:
                cost, hits = await profiled(executor, session, text)
                found[name] = Row(name, cost, hits, await _cpu_ms(executor, session, java, text))
            except TransientError as error:
                if error.code not in TOO_LARGE:
                    raise
                found[name] = None
    return found


@asynccontextmanager
async def session_of(access: Access) -> AsyncIterator[AsyncSession]:
    """A session of the driver: the planner's own client returns no profile."""
    auth = (access.username, access.password)
    driver = AsyncGraphDatabase.driver(access.uri, auth=auth, notifications_min_severity="OFF")
    async with driver, driver.session(database=access.database) as session:
        yield session


async def _cpu_ms(executor: Executor, session: AsyncSession, java: int, text: str) -> float:
    operation = executor.operation(text, None)
    plan, bound = executor.plan(operation, operation.variables.coerced({}))
    assert plan.statement is not None
    statement = plan.statement.text

    async def run(times: int) -> float:
        before = cpu_s(java)
        for _ in range(times):
            await (await session.run(statement, bound.parameters)).consume()
        return 1000 * (cpu_s(java) - before) / times

    first = await run(1)
    if first > LONG_MS:
        return first
    await run(RUNS - 1)  # Java compiles what runs often
    return await run(RUNS)


def all_hits(plan: dict[str, Any]) -> int:
    """The database hits of a profile, those of its children with them."""
    return int(plan.get("dbHits", 0)) + sum(map(all_hits, plan.get("children", ())))


def _ranks(values: Sequence[float]) -> list[float]:
    ordered = sorted(values)
    return [ordered.index(each) + (ordered.count(each) - 1) / 2 for each in values]
