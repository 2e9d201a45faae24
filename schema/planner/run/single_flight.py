"""The first run of a statement goes alone, and is planned to its end: Neo4j plans it once.

Cold, Neo4j takes seconds to plan a large statement, and it plans it as often as it is asked at once: a new
page of a frontend would bring as many plannings as it has readers. A planning that is broken off is lost: on
a busy machine, a question that is asked again and again would be begun again each time, and never answered.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Final, Protocol

from neo4j import Record

from graph.deadline import Deadline
from graph.errors import DeadlineExceeded, Unavailable
from schema.recent import Recent

PLANNING_S: Final = 60.0
"""How long the first run of a statement may take, seconds, if its request does not allow more."""
MOST_IN_BACKGROUND: Final = 4
"""First runs that go on after their requests have ended; each keeps a thread of Neo4j busy."""
STILL_PLANNING: Final = "The database is still planning this question; ask again in a moment."


class Read(Protocol):
    """Runs a statement, and calls `planned` as soon as Neo4j has planned it."""

    def __call__(
        self, deadline: Deadline, *, planned: Callable[[], None]
    ) -> Coroutine[Any, Any, list[Record]]: ...


class SingleFlight:
    """Knows which texts are planned; the last `size` of them, as Neo4j keeps plans of the last 1,000."""

    def __init__(self, size: int = 1000) -> None:
        self._planned: Recent[bool] = Recent(size)
        self._running: dict[int, FirstRun] = {}

    async def run(self, text: str, read: Read, deadline: Deadline) -> list[Record]:
        """The records of a statement. Raises Unavailable while it is planned, and what `read` raises."""
        name = hash(text)  # the texts themselves may be long
        while not self._planned.get(name):
            if (first := self._running.get(name)) is None:
                return await self._first(name, read, deadline)
            await first.end_of_planning(deadline)
        planned = False

        def note() -> None:
            nonlocal planned
            planned = True

        try:
            return await read(deadline, planned=note)
        except Unavailable:
            if not planned:  # Neo4j has lost the plan: it was restarted, or its statistics have changed
                self._planned.drop(name)
            raise

    async def close(self) -> None:
        """Ends the plannings that still run."""
        tasks = [first.task for first in self._running.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _first(self, name: int, read: Read, deadline: Deadline) -> list[Record]:
        def over(*, planned: bool) -> None:
            del self._running[name]
            if planned:
                self._planned.put(name, True)

        first = FirstRun(read, Deadline.after(max(PLANNING_S, deadline.remaining())), over)
        self._running[name] = first
        try:
            return await first.records(deadline)
        finally:
            others = sum(each.in_background for each in self._running.values())
            first.leave(may_go_on=others < MOST_IN_BACKGROUND)


class FirstRun:
    """One first run, in a task of its own: while Neo4j plans, it outlasts the request that began it.

    `over` is called once, when it is planned or has failed.
    """

    def __init__(self, read: Read, deadline: Deadline, over: Callable[..., None]) -> None:
        self.in_background = False
        self._planned = False
        self._tell = over
        self._over = asyncio.Event()
        self.task = asyncio.create_task(read(deadline, planned=self._when_planned))
        self.task.add_done_callback(self._when_done)

    async def records(self, deadline: Deadline) -> list[Record]:
        """Its records. Raises DeadlineExceeded or Unavailable at the deadline, and what the read raises."""
        await asyncio.wait({self.task}, timeout=deadline.remaining())
        if self.task.done():
            return self.task.result()
        if self._planned:
            raise DeadlineExceeded("The statement took longer than its deadline.")
        raise Unavailable(STILL_PLANNING)

    async def end_of_planning(self, deadline: Deadline) -> None:
        """Returns when it is planned, or has failed. Raises Unavailable at the deadline."""
        try:
            await asyncio.wait_for(self._over.wait(), deadline.remaining())
        except TimeoutError:
            raise Unavailable(STILL_PLANNING) from None

    def leave(self, *, may_go_on: bool) -> None:
        """Nobody waits for its records any longer; it may go on until it is planned."""
        self.in_background = not self.task.done()
        if self._planned or not may_go_on:
            self.task.cancel()

    def _when_planned(self) -> None:
        self._end(planned=True)
        if self.in_background:
            self.task.cancel()

    def _when_done(self, task: asyncio.Task[list[Record]]) -> None:
        self._end(planned=False)
        if not task.cancelled():
            task.exception()  # seen here, for nobody may wait for it

    def _end(self, *, planned: bool) -> None:
        if not self._over.is_set():
            self._planned = planned
            self._over.set()
            self._tell(planned=planned)
