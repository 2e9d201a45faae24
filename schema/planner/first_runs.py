"""The first run of a statement goes alone: Neo4j plans it once, and others with the same text wait.

Cold, Neo4j takes seconds to plan a large statement, and it plans it as often as it is asked at once: a
new page of a frontend would bring as many plannings as it has readers.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import Final

from graph.deadline import Deadline
from graph.errors import Unavailable
from schema.recent import Recent

AT_ONCE: Final = nullcontext()


class FirstRuns:
    """Knows which texts have run; the last `size` of them, as Neo4j keeps plans of the last 1,000."""

    def __init__(self, size: int = 1000) -> None:
        self._known: Recent[bool] = Recent(size)
        self._running: dict[int, asyncio.Event] = {}

    def turn(self, text: str, deadline: Deadline) -> AbstractAsyncContextManager[None]:
        """Waits while another runs this text for the first time. Raises Unavailable at the deadline."""
        name = hash(text)  # the texts themselves may be long
        return AT_ONCE if self._known.get(name) else self._after_the_first(name, deadline)

    @asynccontextmanager
    async def _after_the_first(self, name: int, deadline: Deadline) -> AsyncIterator[None]:
        while (known := self._known.get(name)) is None and (first := self._running.get(name)) is not None:
            try:
                await asyncio.wait_for(first.wait(), deadline.remaining())
            except TimeoutError:
                raise Unavailable(
                    "The database is still planning this question; ask again in a moment."
                ) from None
        if known:
            yield
            return
        self._running[name] = asyncio.Event()
        try:
            yield
            self._known.put(name, True)
        finally:
            self._running.pop(name).set()
