"""Reading ahead: order and errors stay, one item is made while one is worked on, and no more than that."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import aclosing

import pytest

from loaders.pipeline.read_ahead import read_ahead

LONG_S = 30


class Made:
    """Numbers, and how many of them were begun and done. The one that is `held` waits until it is let go."""

    def __init__(self, *, held: int | None = None, bad: int | None = None) -> None:
        self.begun, self.done = 0, 0
        self.let_go, self.second = threading.Event(), threading.Event()
        self._held, self._bad = held, bad

    def __iter__(self) -> Iterator[int]:
        for number in range(5):
            self.begun += 1
            if number == self._held:
                assert self.let_go.wait(LONG_S)
            if number == self._bad:
                raise ValueError(number)
            self.done += 1
            if self.done == 2:
                self.second.set()
            yield number


async def test_items_come_in_their_order() -> None:
    assert [each async for each in read_ahead(iter(Made()))] == [0, 1, 2, 3, 4]
    assert [each async for each in read_ahead(iter([]))] == []


async def test_an_error_comes_behind_all_that_was_made_before() -> None:
    items = read_ahead(iter(Made(bad=3)))
    assert [await anext(items) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(ValueError, match="3"):
        await anext(items)


async def test_one_item_is_made_while_one_is_worked_on_and_no_more() -> None:
    made = Made()
    async with aclosing(read_ahead(iter(made))) as items:
        assert await anext(items) == 0
        await asyncio.to_thread(made.second.wait, LONG_S)
        await asyncio.sleep(0.05)  # time in which a third one could begin
        assert made.begun == made.done == 2


async def test_work_goes_on_while_an_item_is_made_and_closing_waits_for_it() -> None:
    made = Made(held=1)
    items = read_ahead(iter(made))
    assert await anext(items) == 0
    closing = asyncio.create_task(items.aclose())
    await asyncio.sleep(0.05)
    assert not closing.done()
    made.let_go.set()
    await asyncio.wait_for(closing, LONG_S)
    assert made.done == 2


async def test_one_who_is_cancelled_leaves_no_thread_that_reads() -> None:
    made = Made(held=0)

    async def work() -> None:
        async with aclosing(read_ahead(iter(made))) as items:
            async for _ in items:
                pass

    task = asyncio.create_task(work())
    await asyncio.sleep(0.05)
    task.cancel()
    made.let_go.set()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(task, LONG_S)
    assert made.done == 1
