"""The gate of admission: bounds always hold, turns are fair, nothing is lost when work is cancelled."""

from __future__ import annotations

import asyncio
from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.deadline import Deadline
from graph.errors import Overloaded
from schema.planner.run.fair_gate import FairGate

FULL = "Full."


def gate(slots: int = 4, per_caller: int = 2, max_waiting: int = 8, max_wait_s: float = 60.0) -> FairGate:
    return FairGate(slots, per_caller, max_waiting, max_wait_s, FULL)


class Work:
    """What callers do behind a gate, in the order in which they began."""

    def __init__(self, opened: FairGate) -> None:
        self._gate = opened
        self.begun: list[str] = []
        self.running: Counter[str] = Counter()
        self.most = 0
        self.most_of_one = 0

    def start(self, caller: str, weight: int = 1, lasts: float | asyncio.Event = 0.0) -> asyncio.Task[None]:
        return asyncio.create_task(self._do(caller, weight, lasts))

    async def _do(self, caller: str, weight: int, lasts: float | asyncio.Event) -> None:
        await self._gate.enter(caller, weight, Deadline.after(60))
        self.begun.append(caller)
        self.running[caller] += weight
        self.most = max(self.most, self.running.total())
        self.most_of_one = max(self.most_of_one, *self.running.values())
        try:
            await (lasts.wait() if isinstance(lasts, asyncio.Event) else asyncio.sleep(lasts))
        finally:
            self.running[caller] -= weight
            self._gate.leave(caller, weight)


async def settled() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_a_caller_finds_slots_free_however_much_another_sends() -> None:
    work, end = Work(gate()), asyncio.Event()
    flood = [work.start("many", lasts=end) for _ in range(10)]
    await settled()
    assert work.begun == ["many", "many"]
    honest = work.start("one")
    await asyncio.wait_for(honest, 5)
    end.set()
    await asyncio.gather(*flood)
    assert work.most_of_one == 2


async def test_callers_take_turns() -> None:
    work, end = Work(gate(slots=2, per_caller=1)), asyncio.Event()
    begun = [work.start(caller, lasts=end) for caller in "ab"]
    await settled()
    begun += [work.start(caller) for caller in "aaabbc"]
    await settled()
    end.set()
    await asyncio.gather(*begun)
    assert work.begun[:2] == ["a", "b"]
    assert sorted(work.begun[2:5]) == ["a", "b", "c"]
    assert work.begun[-1] == "a"


async def test_heavy_work_is_not_overtaken_for_ever() -> None:
    work, end = Work(gate(slots=4, per_caller=3, max_waiting=50)), asyncio.Event()
    light = [work.start(f"light {n}", lasts=end) for n in range(3)]
    await settled()
    heavy = work.start("heavy", weight=3)
    light += [work.start(f"later {n}") for n in range(20)]
    await settled()
    assert len(work.begun) == 3, "later work waits behind the heavy one"
    end.set()
    await asyncio.gather(heavy, *light)
    assert "heavy" in work.begun[3:5]


async def test_where_no_more_may_wait_the_caller_with_most_of_them_is_refused() -> None:
    work, end = Work(gate(max_waiting=3)), asyncio.Event()
    flood = [work.start("many", lasts=end) for _ in range(6)]
    await settled()
    refused = [task for task in flood if task.done()]
    assert len(refused) == 1
    others = [work.start(caller, lasts=end) for caller in "aab"]
    await settled()
    assert work.begun[2:4] == ["a", "a"]
    end.set()
    results = await asyncio.gather(*flood, *others, return_exceptions=True)
    assert [isinstance(each, Overloaded) for each in results[6:]] == [False] * 3
    assert sum(isinstance(each, Overloaded) for each in results[:6]) == 2
    assert {str(each) for each in results if each} == {FULL}


async def test_work_waits_no_longer_than_allowed() -> None:
    opened = gate(slots=1, per_caller=1, max_wait_s=0.1)
    await opened.enter("a", 1, Deadline.after(60))
    with pytest.raises(Overloaded, match=r"0\.1 s"):
        await opened.enter("b", 1, Deadline.after(60))
    with pytest.raises(Overloaded, match=r"0\.0 s"):
        await opened.enter("b", 1, Deadline.after(0.02))
    opened.leave("a", 1)
    await opened.enter("b", 1, Deadline.after(60))


@given(seed=st.integers(0, 2**32), slots=st.integers(1, 6), waiting=st.integers(0, 12))
async def test_bounds_hold_and_nothing_is_lost_whatever_is_cancelled(
    seed: int, slots: int, waiting: int
) -> None:
    random, share = Random(seed), max(1, slots // 2)
    opened = gate(slots, share, waiting, max_wait_s=0.02)
    work, tasks = Work(opened), list[asyncio.Task[None]]()
    for _ in range(60):
        tasks.append(work.start(random.choice("abc"), random.randint(1, share), random.choice((0, 0, 0.003))))
        if random.random() < 0.3:
            random.choice(tasks).cancel()
        if random.random() < 0.5:
            await asyncio.sleep(random.choice((0, 0, 0.002)))
    for result in await asyncio.gather(*tasks, return_exceptions=True):
        assert result is None or isinstance(result, Overloaded | asyncio.CancelledError)
    assert work.most <= slots
    assert work.most_of_one <= share
    for caller in ("a", "b")[: slots // share]:  # all slots are free again
        await opened.enter(caller, share, Deadline.after(1))
