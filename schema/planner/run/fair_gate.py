"""A gate that lets a limited amount of work through at once; callers wait in turn.

The decision and its measurements: docs/decisions/admission.md.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

from graph.deadline import Deadline
from graph.errors import Overloaded


@dataclass(frozen=True, slots=True, eq=False)
class Waiter:
    """Work that waits; `turn` is done when it may begin."""

    weight: int
    turn: asyncio.Future[None]


class FairGate:
    """Work holds as many of the `slots` as it weighs, from `enter` to `leave`.

    One caller never holds more than `per_caller` slots, so that another finds some free. At most
    `max_waiting` pieces of work wait, each for `max_wait_s` at most. The callers that wait take turns; where
    no more may wait, the last one of the caller with most of them is refused.
    """

    def __init__(self, slots: int, per_caller: int, max_waiting: int, max_wait_s: float, full: str) -> None:
        """`full` is the message of a refusal, for the log."""
        self._free = slots
        self._per_caller = per_caller
        self._max_waiting = max_waiting
        self._max_wait_s = max_wait_s
        self._full = full
        self._held: dict[str, int] = {}
        self._queues: OrderedDict[str, deque[Waiter]] = OrderedDict()
        self._waiting = 0

    async def enter(self, caller: str, weight: int, deadline: Deadline) -> None:
        """Returns when it is the caller's turn. Raises Overloaded, Unavailable."""
        wait_s = min(self._max_wait_s, deadline.remaining())
        fits = weight <= self._free and self._held_by(caller) + weight <= self._per_caller
        if fits and caller not in self._queues and self._next() is None:
            self._hold(caller, weight)
            return
        self._make_room(caller)
        loop = asyncio.get_running_loop()
        waiter = Waiter(weight, loop.create_future())
        self._queues.setdefault(caller, deque()).append(waiter)
        self._waiting += 1
        self._admit()
        overdue = loop.call_later(wait_s, self._end_wait, caller, waiter, wait_s)
        try:
            await waiter.turn
        except asyncio.CancelledError:
            if waiter.turn.cancelled():
                self._forget(caller, waiter)
                self._admit()
            elif waiter.turn.exception() is None:  # it was its turn at the same moment
                self.leave(caller, weight)
            raise
        finally:
            overdue.cancel()

    def leave(self, caller: str, weight: int) -> None:
        """The work has ended."""
        self._free += weight
        if held := self._held_by(caller) - weight:
            self._held[caller] = held
        else:
            del self._held[caller]
        self._admit()

    def _admit(self) -> None:
        """Lets those through whose turn it is, as far as there is room."""
        while (caller := self._next()) is not None:
            waiter = self._queues[caller][0]
            if waiter.weight > self._free:
                return  # the next ones must not overtake it for ever
            self._forget(caller, waiter)
            if waiter.turn.done():
                continue  # cancelled, and its task has not noticed yet
            if caller in self._queues:
                self._queues.move_to_end(caller)
            self._hold(caller, waiter.weight)
            waiter.turn.set_result(None)

    def _next(self) -> str | None:
        """The caller whose turn it is: the first one that waits and has not reached its share."""
        for caller, queue in self._queues.items():
            if self._held_by(caller) + queue[0].weight <= self._per_caller:
                return caller
        return None

    def _end_wait(self, caller: str, waiter: Waiter, wait_s: float) -> None:
        """Refuses one that has waited for too long."""
        if waiter.turn.done():
            return
        self._forget(caller, waiter)
        waiter.turn.set_exception(Overloaded(f"{self._full} It was not this one's turn in {wait_s:.1f} s."))
        self._admit()

    def _make_room(self, caller: str) -> None:
        """Refuses the last one of the caller with most that wait: raises Overloaded if it is this caller."""
        if self._waiting < self._max_waiting:
            return
        longest = max(self._queues, key=lambda each: len(self._queues[each]), default=caller)
        if len(self._queues.get(longest, ())) <= len(self._queues.get(caller, ())) + 1:
            raise Overloaded(self._full)
        refused = self._queues[longest][-1]
        self._forget(longest, refused)
        if not refused.turn.done():
            refused.turn.set_exception(Overloaded(self._full))

    def _hold(self, caller: str, weight: int) -> None:
        self._free -= weight
        self._held[caller] = self._held_by(caller) + weight

    def _held_by(self, caller: str) -> int:
        return self._held.get(caller, 0)

    def _forget(self, caller: str, waiter: Waiter) -> None:
        """It waits no longer."""
        queue = self._queues.get(caller)
        if queue is None or waiter not in queue:
            return
        queue.remove(waiter)
        self._waiting -= 1
        if not queue:
            del self._queues[caller]


class Turn:
    """Work that holds its slots as long as the block. A class, for it is entered by each request."""

    __slots__ = ("_caller", "_deadline", "_gate", "_weight")

    def __init__(self, gate: FairGate, caller: str, weight: int, deadline: Deadline) -> None:
        self._gate, self._caller, self._weight, self._deadline = gate, caller, weight, deadline

    def __aenter__(self) -> Coroutine[Any, Any, None]:
        return self._gate.enter(self._caller, self._weight, self._deadline)

    async def __aexit__(self, *_: object) -> None:
        self._gate.leave(self._caller, self._weight)
