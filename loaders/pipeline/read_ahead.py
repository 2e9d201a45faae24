"""Reading ahead: the next item is made in a thread while the caller works on one; at most one is ready."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterator
from typing import Final, TypeVar

T = TypeVar("T")

_END: Final = object()


async def read_ahead(items: Iterator[T]) -> AsyncGenerator[T]:
    """The items in their order; an error of the iterator is raised at its place.

    At most two are held, however slow the work on them is. A caller that may leave before the end closes the
    generator (`contextlib.aclosing`): an item that is being made is waited for.
    """
    coming = _start(items)
    try:
        while (item := await asyncio.shield(coming)) is not _END:
            coming = _start(items)
            yield item  # type: ignore[misc]  # mypy cannot tell that only _END is not a T
    finally:
        await asyncio.gather(coming, return_exceptions=True)


def _start(items: Iterator[T]) -> asyncio.Task[T | object]:
    return asyncio.create_task(asyncio.to_thread(next, items, _END))
