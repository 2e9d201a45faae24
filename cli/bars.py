"""Progress bars: on a terminal, and only for work that takes longer than a second."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

PATIENCE_S = 1.0


@contextmanager
def bar(title: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """Yields a function that takes how many more are done. `total` is None where it is not known."""
    with _patient(title, MofNCompleteColumn(), total=total) as update:
        yield lambda count: update(advance=count)


@contextmanager
def file_bar(title: str) -> Iterator[Callable[[int, float | None], None]]:
    """Yields a function that takes how many more rows are done, and the share of the file that is read.

    The bar shows rows, rows a second since it was made, and from the share the time that is left.
    """
    rows, started = 0, time.monotonic()
    with _patient(title, TextColumn("{task.fields[rows]}"), total=None, rows="") as update:

        def advance(count: int, share: float | None) -> None:
            nonlocal rows
            rows += count
            rate = rows / (time.monotonic() - started)
            total = None if share is None else 1.0
            update(total=total, completed=share, rows=f"{rows:,} rows, {rate:,.0f} a second")

        yield advance


@contextmanager
def _patient(
    title: str, counted: ProgressColumn, *, total: float | None, **fields: Any
) -> Iterator[Callable[..., None]]:
    """Yields what updates the task of a bar, as Rich's `update`; the bar shows itself after a while."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), counted, TimeRemainingColumn())
    progress = Progress(*columns, console=console, transient=True, disable=not console.is_interactive)
    task = progress.add_task(title, total=total, **fields)
    started = time.monotonic()

    def update(**changes: Any) -> None:
        if not progress.live.is_started and time.monotonic() - started > PATIENCE_S:
            progress.start()
        progress.update(task, **changes)

    try:
        yield update
    finally:
        if progress.live.is_started:  # stopping a bar that never showed prints an empty line
            progress.stop()
