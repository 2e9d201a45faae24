"""Admission: what may run now, and which callers wait for their turn or are refused.

Three bounds: statements in Neo4j, weighted by cost; new documents that are parsed and planned, one at a time
and not in the event loop; and the cost that a caller may spend. Without a caller nothing is bounded: then the
process itself runs something.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, nullcontext
from contextvars import copy_context
from functools import partial
from typing import Final, TypeVar

from graph.deadline import Deadline
from graph.errors import Unavailable
from graph.settings import Settings, variable
from schema.planner.run.cost_budget import CostBudgets
from schema.planner.run.fair_gate import FairGate, Turn

T = TypeVar("T")

SHARE: Final = 2
"""One caller holds at most the slots divided by this."""


class Admission:
    """The bounds of one process."""

    def __init__(self, settings: Settings) -> None:
        self.budgets = CostBudgets(settings)
        self._max_cost = settings.max_cost
        self._share = max(1, settings.max_running // SHARE)
        full = (
            f"{settings.max_running} operations may run ({variable('max_running')}), half of them of one "
            f"caller, and {settings.max_waiting} wait ({variable('max_waiting')})."
        )
        waits = settings.max_waiting, settings.max_wait_s
        self._running = FairGate(settings.max_running, self._share, *waits, full)
        self._planning = FairGate(1, 1, *waits, f"New documents are planned one by one. {full}")
        self._thread = ThreadPoolExecutor(1, "planning")

    def close(self) -> None:
        """Ends the thread."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def charge(self, caller: str | None, cost: int) -> None:
        """Takes the cost of an operation from the budget of its caller. Raises RateLimited."""
        if caller is not None:
            self.budgets.spend(caller, max(1, cost))

    def running(self, caller: str | None, cost: int, deadline: Deadline) -> AbstractAsyncContextManager[None]:
        """The turn of a statement, which lasts as long as the block. Raises Overloaded, Unavailable."""
        if caller is None:
            return nullcontext()
        weight = 1 + (self._share - 1) * min(cost, self._max_cost) // self._max_cost
        return Turn(self._running, caller, weight, deadline)

    async def plan(self, caller: str | None, work: Callable[[], T], deadline: Deadline) -> T:
        """The result of CPU work for a new document, done in a thread so that the event loop goes on.

        Raises Overloaded, Unavailable, and what the work raises.
        """
        if caller is None:
            return work()
        await self._planning.enter(caller, 1, deadline)
        in_context = partial(copy_context().run, work)  # what it learns of the document is in the log
        done = asyncio.get_running_loop().run_in_executor(self._thread, in_context)
        done.add_done_callback(lambda _: self._planning.leave(caller, 1))  # also where nobody waits any more
        try:
            async with asyncio.timeout(deadline.remaining()):
                return await asyncio.shield(done)
        except TimeoutError as error:
            raise Unavailable("The operation was not planned before the deadline.") from error
        finally:
            del done  # an error of it, this frame and `done` would refer to each other, and keep the document
