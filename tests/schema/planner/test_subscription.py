"""Subscriptions at the planner: a write of our own is an event at once."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

from graph.changes import Changes
from graph.database import Database
from graph.deadline import Deadline
from graph.settings import Settings
from graph.statements import statement
from schema.planner.executor import Executor
from schema.planner.subscription import Subscriptions

RAISE = statement("graph/data_version_raise")
CHANGED = "subscription { news: dataChanged { version currentSites } }"


async def test_a_write_of_our_own_is_an_event_at_once(
    database: Database, executor: Executor, settings: Settings
) -> None:
    rarely = settings.model_copy(update={"change_poll_s": 3600.0})
    changes = Changes(database, rarely)
    before = await changes.current(Deadline.after(30))
    async with aclosing(Subscriptions(executor, changes, rarely).subscribe(CHANGED, {}, None)) as events:
        event = asyncio.ensure_future(anext(events))
        await asyncio.sleep(0.1)
        assert not event.done()
        await database.write(RAISE, {}, Deadline.after(30))
        changes.moved()
        result = await asyncio.wait_for(event, 30)
    assert result.errors is None
    assert result.data == {"news": {"version": before + 1, "currentSites": 14}}
