"""One execution of an event for all subscriptions that select the same."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final

from graphql import ExecutionResult

from graph.errors import Overloaded, RateLimited

AT_ONCE: Final = 50
"""How many subscriptions go on in one turn of the event loop; others get theirs in between."""


@dataclass(frozen=True, slots=True)
class Execution:
    """The execution for one event; `event` identifies the state of the data that it is sent for."""

    event: object
    begun: float
    result: asyncio.Task[ExecutionResult]


class SharedEvents:
    """The last execution of each selection that is subscribed to; it is repeated after `max_age_s`."""

    def __init__(self, max_age_s: float) -> None:
        self._max_age_s = max_age_s
        self._subscribers: Counter[Hashable] = Counter()
        self._executions: dict[Hashable, Execution] = {}
        self._turns = asyncio.Semaphore(AT_ONCE)

    @contextmanager
    def subscribed(self, selection: Hashable) -> Iterator[None]:
        """Somebody is subscribed to this selection while the block lasts."""
        self._subscribers[selection] += 1
        try:
            yield
        finally:
            self._subscribers[selection] -= 1
            if not self._subscribers[selection]:
                del self._subscribers[selection]
                if (last := self._executions.pop(selection, None)) is not None:
                    last.result.cancel()  # it may still run

    async def result(
        self,
        selection: Hashable,
        event: object,
        execute: Callable[[], Coroutine[Any, Any, ExecutionResult]],
    ) -> ExecutionResult:
        """The result of a selection for an event, executed once for all that ask for it."""
        await self._turn()
        known = self._executions.get(selection)
        if known is None or known.event != event or monotonic() - known.begun > self._max_age_s:
            known = Execution(event, monotonic(), asyncio.create_task(execute()))
            self._executions[selection] = known
        result = await asyncio.shield(known.result)
        await self._turn()
        if is_refused(result) and self._executions.get(selection) is known:
            del self._executions[selection]  # the next one to ask tries again
        return result

    async def _turn(self) -> None:
        """Lets a few go on in each turn of the event loop; an event wakes all at once."""
        async with self._turns:
            await asyncio.sleep(0)


def is_refused(result: ExecutionResult) -> bool:
    """True for an execution that was not admitted; another may be, a little later."""
    original = result.errors[0].original_error if result.errors and result.data is None else None
    return isinstance(original, Overloaded | RateLimited)
