"""Single flight: concurrent first runs of a statement wait for one, so that Neo4j plans it once.

Neo4j takes seconds to plan a large statement, and plans it once for each concurrent run that finds no plan:
a new page of a frontend would cause as many plannings as it has readers. A planning that is interrupted is
lost: on a busy machine a statement that is retried at its deadline would start planning again each time, and
never finish.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Final, Protocol

from neo4j import Record

from graph.deadline import Deadline
from graph.errors import DeadlineExceeded, StillPlanning, Unavailable
from graph.observer import Observer
from schema.lru_cache import LRUCache

PLANNING_S: Final = 60.0
"""Seconds that the first run of a statement may take, if its request does not allow more."""
MAX_IN_BACKGROUND: Final = 4
"""First runs that continue after their requests have ended; each occupies a thread of Neo4j."""


class Read(Protocol):
    """Runs a statement, and calls `planned` as soon as Neo4j has planned it."""

    def __call__(
        self, deadline: Deadline, *, planned: Callable[[], None]
    ) -> Coroutine[Any, Any, list[Record]]: ...


class SingleFlight:
    """Remembers the last `size` planned statements; Neo4j caches the plans of the last 1,000."""

    def __init__(self, observer: Observer | None = None, size: int = 1000) -> None:
        self._observer = observer or Observer()
        self._planned: LRUCache[bool] = LRUCache(size)
        self._running: dict[int, FirstRun] = {}

    async def run(self, text: str, read: Read, deadline: Deadline) -> list[Record]:
        """The records of a statement. Raises StillPlanning while Neo4j plans it, and what `read` raises."""
        key = hash(text)  # texts may be long
        while not self._planned.get(key):
            if (first := self._running.get(key)) is None:
                return await self._run_first(key, read, deadline)
            with self._observer.span("wait for the plan of another request"):
                await first.wait_until_planned(deadline)
        planned = False

        def on_planned() -> None:
            nonlocal planned
            planned = True

        try:
            return await read(deadline, planned=on_planned)
        except Unavailable:
            if not planned:  # Neo4j has dropped the plan: it was restarted, or its statistics have changed
                self._planned.drop(key)
            raise

    async def close(self) -> None:
        """Cancels the first runs that still run."""
        tasks = [first.task for first in self._running.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run_first(self, key: int, read: Read, deadline: Deadline) -> list[Record]:
        def on_end(*, planned: bool) -> None:
            del self._running[key]
            if planned:
                self._planned.put(key, True)

        first = FirstRun(read, Deadline.after(max(PLANNING_S, deadline.remaining())), on_end)
        self._running[key] = first
        try:
            return await first.records(deadline)
        finally:
            others = sum(each.in_background for each in self._running.values())
            first.release(continue_planning=others < MAX_IN_BACKGROUND)


class FirstRun:
    """One first run, in a task of its own: while Neo4j plans, it outlives the request that started it.

    `on_end` is called once, when it is planned or has failed.
    """

    def __init__(self, read: Read, deadline: Deadline, on_end: Callable[..., None]) -> None:
        self.in_background = False
        self._planned = False
        self._on_end = on_end
        self._ended = asyncio.Event()
        self.task = asyncio.create_task(read(deadline, planned=self._on_planned))
        self.task.add_done_callback(self._on_done)

    async def records(self, deadline: Deadline) -> list[Record]:
        """Its records. Raises DeadlineExceeded or StillPlanning at the deadline, and what the read raises."""
        await asyncio.wait({self.task}, timeout=deadline.remaining())
        if self.task.done():
            return self.task.result()
        if self._planned:
            raise DeadlineExceeded("The statement took longer than its deadline.")
        raise StillPlanning(StillPlanning.public_message)

    async def wait_until_planned(self, deadline: Deadline) -> None:
        """Returns when it is planned, or has failed. Raises StillPlanning at the deadline."""
        try:
            await asyncio.wait_for(self._ended.wait(), deadline.remaining())
        except TimeoutError:
            raise StillPlanning(StillPlanning.public_message) from None

    def release(self, *, continue_planning: bool) -> None:
        """Its request has ended; with `continue_planning` it runs until it is planned."""
        self.in_background = not self.task.done()
        if self._planned or not continue_planning:
            self.task.cancel()

    def _on_planned(self) -> None:
        self._end(planned=True)
        if self.in_background:
            self.task.cancel()

    def _on_done(self, task: asyncio.Task[list[Record]]) -> None:
        self._end(planned=False)
        if not task.cancelled():
            task.exception()  # retrieved here: its request may have ended

    def _end(self, *, planned: bool) -> None:
        if not self._ended.is_set():
            self._planned = planned
            self._ended.set()
            self._on_end(planned=planned)
