"""Progress bars: on a terminal, and only for work that takes longer than a second."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

PATIENCE_S = 1.0


@contextmanager
def bar(title: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """Yields a function that hears how many more are done. `total` of None: not known beforehand."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    progress = Progress(*columns, console=console, transient=True, disable=not console.is_interactive)
    task = progress.add_task(title, total=total)
    started = time.monotonic()

    def advance(count: int) -> None:
        if not progress.live.is_started and time.monotonic() - started > PATIENCE_S:
            progress.start()
        progress.advance(task, count)

    try:
        yield advance
    finally:
        if progress.live.is_started:  # stopping a bar that never showed prints an empty line
            progress.stop()
