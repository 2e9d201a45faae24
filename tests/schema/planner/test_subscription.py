"""Subscriptions at the planner: a write of our own is an event at once."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import aclosing

from graphql import ExecutionResult

from domain.vocabulary import RunStatus
from graph.data_version import DataVersion
from graph.database import Database
from graph.deadline import Deadline
from graph.settings import Settings
from graph.statements import Statement, statement
from graph.viewer import STAFF
from loaders.pipeline.ledger import Run, save
from loaders.pipeline.writer import Counts
from schema.planner.run.executor import Executor
from schema.planner.run.shared_events import AT_ONCE, SharedEvents
from schema.planner.run.subscription import Subscriptions

RAISE = statement("graph/data_version_raise")
FORGET = Statement("forget", "CYPHER 25 MATCH (r:LoadRun {key: $key}) DELETE r")
MANY = 1_000
CHANGED = "subscription { news: dataChanged { version currentSites } }"


async def test_a_write_of_our_own_is_an_event_at_once(
    database: Database, executor: Executor, settings: Settings
) -> None:
    rarely = settings.model_copy(update={"change_poll_s": 3600.0})
    changes = DataVersion(database, rarely)
    before = await changes.current(Deadline.after(30))
    async with aclosing(
        Subscriptions(executor, changes, rarely).subscribe(CHANGED, {}, None, STAFF)
    ) as events:
        event = asyncio.ensure_future(anext(events))
        await asyncio.sleep(0.1)
        assert not event.done()
        await database.write(RAISE, {}, Deadline.after(30))
        changes.invalidate()
        result = await asyncio.wait_for(event, 30)
    assert result.errors is None
    assert result.data == {"news": {"version": before + 1, "currentSites": 14}}


async def test_an_event_for_many_leaves_turns_of_the_event_loop_to_others() -> None:
    shared, loop = SharedEvents(60.0), asyncio.get_running_loop()
    turn, received = 0, Counter[int]()

    def next_turn() -> None:
        nonlocal turn
        turn += 1
        if received.total() < MANY:
            loop.call_soon(next_turn)

    async def execute() -> ExecutionResult:
        await asyncio.sleep(0.01)
        return ExecutionResult({})

    async def subscriber() -> None:
        await shared.result("selection", 1, execute)
        received[turn] += 1

    next_turn()
    await asyncio.gather(*(subscriber() for _ in range(MANY)))
    assert max(received.values()) <= AT_ONCE


async def test_progress_of_a_load_is_an_event_after_each_batch(
    database: Database, executor: Executor, settings: Settings
) -> None:
    often = settings.model_copy(update={"change_poll_s": 0.05})
    changes = DataVersion(database, often)
    run = Run(source="test", by="test", key="run:test-progress")
    text = "subscription ($run: String) { loadProgress(run: $run) { key status read quarantined } }"
    try:
        await save(database, run)
        subscribed = Subscriptions(executor, changes, often).subscribe(text, {"run": run.key}, None, STAFF)
        async with aclosing(subscribed) as events:
            seen = [await asyncio.wait_for(anext(events), 30)]
            run.counts, run.status = Counts(created=2, quarantined=1), RunStatus.DONE
            await save(database, run)
            seen.append(await asyncio.wait_for(anext(events), 30))
        assert [each.errors for each in seen] == [None, None]
        assert [each.data["loadProgress"] for each in seen] == [
            {"key": run.key, "status": "RUNNING", "read": 0, "quarantined": 0},
            {"key": run.key, "status": "DONE", "read": 3, "quarantined": 1},
        ]
        nothing = Subscriptions(executor, changes, often).subscribe(text, {"run": "run:never"}, None, STAFF)
        async with aclosing(nothing) as events:
            assert (await asyncio.wait_for(anext(events), 30)).data == {"loadProgress": None}
    finally:
        await database.write(FORGET, {"key": run.key}, Deadline.after(30))
