"""Concurrent runs of a new statement cost Neo4j one planning, which continues past their deadlines."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from graph.database import Database
from graph.deadline import Deadline
from graph.errors import DeadlineExceeded, StillPlanning, Unavailable
from graph.settings import Settings
from graph.statements import Statement
from schema.model import MODEL
from schema.planner.run.executor import Executor
from schema.planner.run.single_flight import MAX_IN_BACKGROUND, SingleFlight

CLEAR = Statement("clear", "CYPHER 25 CALL db.clearQueryCaches() YIELD value RETURN value")
QUESTION = """{
  co: recommendSites(input: {for: {jurisdictionKey: "us-county:39163"}, models: ["model:co-responder"]}) {
    edges { node { score site { key name state topics { key name } } evidence { totalCount } } } }
  cit: recommendSites(input: {for: {jurisdictionKey: "us-county:39161"}, models: ["model:cit"]}) {
    edges { node { score site { key name state models { key name } } evidence { totalCount } } } }
}"""


class Statements:
    """Statements that take so long to plan, and so long to read; counts what became of them."""

    def __init__(self, planning: float = 0.05, reading: float = 0.0) -> None:
        self.planning, self.reading = planning, reading
        self.begun = self.planned = self.ended = 0
        self.at_once = self.most_at_once = 0

    async def read(self, deadline: Deadline, *, planned: Callable[[], None]) -> list[Any]:
        self.begun += 1
        self.at_once += 1
        self.most_at_once = max(self.at_once, self.most_at_once)
        try:
            async with asyncio.timeout(deadline.remaining()):
                await asyncio.sleep(self.planning)
                self.planned += 1
                planned()
                await asyncio.sleep(self.reading)
        except TimeoutError:
            raise Unavailable("late") from None
        finally:
            self.at_once -= 1
        self.ended += 1
        return [self.begun]


@pytest.mark.slow
async def test_a_query_whose_planning_exceeds_its_deadline_is_answered_after_retries(
    database: Database, settings: Settings
) -> None:
    """Each of three in a row began the planning anew, and died of its deadline."""
    await database.execute(CLEAR, {}, Deadline.after(30))
    executor = Executor(MODEL, database, settings)
    until = Deadline.after(120)
    tries = 0
    while (result := await executor.execute(QUESTION, {}, None, Deadline.after(1.0))).errors:
        tries += 1
        assert {type(error.original_error) for error in result.errors} <= {StillPlanning, DeadlineExceeded}
        assert until.left() > 0, f"{tries} tries, and no answer"
    assert tries > 0, "it was planned within its deadline: this tells nothing"
    assert result.data is not None
    assert len(result.data["co"]["edges"]) == 12
    await executor.close()


async def test_concurrent_runs_wait_for_the_first_to_be_planned_and_then_run_together() -> None:
    runs, statements = SingleFlight(), Statements(reading=0.05)
    waiting = [asyncio.create_task(runs.run("text", statements.read, Deadline.after(5))) for _ in range(5)]
    await asyncio.sleep(0.03)
    assert (statements.begun, statements.planned) == (1, 0)
    await asyncio.gather(*waiting)
    assert (statements.begun, statements.ended, statements.most_at_once) == (5, 5, 5)


async def test_another_text_does_not_wait() -> None:
    runs = SingleFlight()
    slow = asyncio.create_task(runs.run("one", Statements(planning=30).read, Deadline.after(60)))
    await asyncio.sleep(0)
    async with asyncio.timeout(1):
        await runs.run("other", Statements().read, Deadline.after(5))
    slow.cancel()
    await runs.close()


async def test_after_a_failed_first_run_the_next_one_is_first() -> None:
    async def broken(_: Deadline, *, planned: Callable[[], None]) -> list[Any]:
        await asyncio.sleep(0.02)
        raise ValueError("broken")

    runs, statements = SingleFlight(), Statements()
    first = asyncio.create_task(runs.run("text", broken, Deadline.after(5)))
    await asyncio.sleep(0)
    async with asyncio.timeout(1):
        await runs.run("text", statements.read, Deadline.after(5))
    with pytest.raises(ValueError, match="broken"):
        await first


async def test_planning_continues_past_the_deadline_and_callers_meanwhile_are_told() -> None:
    runs, statements = SingleFlight(), Statements(planning=0.2, reading=30)
    for _ in range(2):
        with pytest.raises(StillPlanning):
            await runs.run("text", statements.read, Deadline.after(0.05))
    assert (statements.begun, statements.planned) == (1, 0)
    statements.reading = 0
    assert await runs.run("text", statements.read, Deadline.after(1)) == [2]
    # Records without a reader are not read: the first run ended when it was planned.
    assert (statements.begun, statements.planned, statements.ended, statements.at_once) == (2, 2, 1, 0)


async def test_a_cancelled_request_does_not_cancel_its_planning() -> None:
    runs, statements = SingleFlight(), Statements(planning=0.1)
    gone = asyncio.create_task(runs.run("text", statements.read, Deadline.after(5)))
    await asyncio.sleep(0.01)
    gone.cancel()
    await asyncio.sleep(0.2)
    assert (statements.begun, statements.planned) == (1, 1)


async def test_a_planned_statement_ends_at_its_deadline() -> None:
    runs, statements = SingleFlight(), Statements(planning=0.01, reading=30)
    with pytest.raises(DeadlineExceeded):
        await runs.run("text", statements.read, Deadline.after(0.1))
    await asyncio.sleep(0.01)
    assert statements.at_once == 0


async def test_plannings_in_the_background_are_limited() -> None:
    runs, statements = SingleFlight(), Statements(planning=30)
    for number in range(MAX_IN_BACKGROUND + 3):
        with pytest.raises(StillPlanning):
            await runs.run(f"text {number}", statements.read, Deadline.after(0.02))
    await asyncio.sleep(0.01)
    assert statements.at_once == MAX_IN_BACKGROUND
    await runs.close()
    assert statements.at_once == 0


async def test_closing_cancels_running_statements_at_once() -> None:
    runs, statements = SingleFlight(), Statements(planning=30)
    with pytest.raises(StillPlanning):
        await runs.run("text", statements.read, Deadline.after(0.02))
    async with asyncio.timeout(1):
        await runs.close()
    assert statements.at_once == 0


async def test_after_a_planning_failed_in_the_background_the_next_run_is_first() -> None:
    async def broken(_: Deadline, *, planned: Callable[[], None]) -> list[Any]:
        await asyncio.sleep(0.05)
        raise Unavailable("gone")

    runs, statements = SingleFlight(), Statements()
    with pytest.raises(StillPlanning):
        await runs.run("text", broken, Deadline.after(0.02))
    assert await runs.run("text", statements.read, Deadline.after(1)) == [1]


async def test_a_plan_that_neo4j_has_dropped_is_planned_to_the_end_again() -> None:
    """It was restarted, or its statistics changed: the text is known here, and planned anew there."""
    runs, statements = SingleFlight(), Statements(planning=0.01)
    await runs.run("text", statements.read, Deadline.after(1))
    statements.planning = 0.2
    for _ in range(2):
        with pytest.raises(Unavailable):
            await runs.run("text", statements.read, Deadline.after(0.05))
    assert (statements.begun, statements.planned) == (3, 1)  # the last of them goes on
    assert await runs.run("text", statements.read, Deadline.after(1)) == [4]
