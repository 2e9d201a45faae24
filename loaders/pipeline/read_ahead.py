"""Reading ahead: the next item is made in a thread while one is worked on, and no more than one waits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterator
from typing import Final, TypeVar

T = TypeVar("T")

_END: Final = object()


async def ahead(items: Iterator[T]) -> AsyncGenerator[T]:
    """The items in their order; what makes them raises at its place.

    At most two are held, however slow the work on them is. Whoever may leave before the end closes it
    (`contextlib.aclosing`): an item that is being made is waited for.
    """
    coming = _start(items)
    try:
        while (item := await asyncio.shield(coming)) is not _END:
            coming = _start(items)
            yield item  # type: ignore[misc]  # only _END is no item
    finally:
        await asyncio.gather(coming, return_exceptions=True)


def _start(items: Iterator[T]) -> asyncio.Task[T | object]:
    return asyncio.create_task(asyncio.to_thread(next, items, _END))
