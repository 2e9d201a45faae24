"""Many readers of a new question cost Neo4j one planning."""

from __future__ import annotations

import asyncio

import pytest

from graph.deadline import Deadline
from graph.errors import Unavailable
from schema.planner.first_runs import FirstRuns


async def test_others_wait_for_the_first_run_and_then_go_together() -> None:
    runs, at_once, most = FirstRuns(), 0, []

    async def run() -> None:
        nonlocal at_once
        async with runs.turn("text", Deadline.after(5)):
            at_once += 1
            most.append(at_once)
            await asyncio.sleep(0.02)
            at_once -= 1

    await asyncio.gather(*(run() for _ in range(5)))
    assert most[:2] == [1, 1]  # the first went alone; nobody was with it
    assert max(most) == 4


async def test_another_text_does_not_wait() -> None:
    runs = FirstRuns()
    async with runs.turn("one", Deadline.after(5)), asyncio.timeout(1), runs.turn("other", Deadline.after(5)):
        pass


async def test_a_first_run_that_fails_leaves_the_place_to_the_next() -> None:
    runs = FirstRuns()
    with pytest.raises(ValueError, match="broken"):
        async with runs.turn("text", Deadline.after(5)):
            raise ValueError("broken")
    async with asyncio.timeout(1), runs.turn("text", Deadline.after(5)):
        pass


async def test_waiting_ends_at_the_deadline() -> None:
    runs = FirstRuns()
    async with runs.turn("text", Deadline.after(5)):
        with pytest.raises(Unavailable, match="planning"):
            async with runs.turn("text", Deadline.after(0.05)):
                raise AssertionError("it had to wait")
