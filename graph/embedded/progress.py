"""The progress of downloads: a bar on a terminal, one line elsewhere, nothing when they are quick."""

from __future__ import annotations

from time import monotonic
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

QUIET_S = 1.0
"""Seconds before anything is shown."""


class Downloads:
    """The progress of `total` downloads."""

    def __init__(self, console: Console, title: str, total: int) -> None:
        self._console = console
        self._title = f"{title} ({total} files)"
        self._total = total
        self._done = 0
        self._since = monotonic()
        self._bar: Progress | None = None
        self._shown = False

    def __enter__(self) -> Self:
        return self

    def advance(self) -> None:
        """One more file has arrived."""
        self._done += 1
        if self._bar is None and not self._shown and monotonic() - self._since > QUIET_S:
            self._show()
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], completed=self._done)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def _show(self) -> None:
        self._shown = True
        if not self._console.is_terminal:
            self._console.print(f"{self._title} …", highlight=False)
            return
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._bar = Progress(*columns, console=self._console, transient=True)
        self._bar.add_task(self._title, total=self._total)
        self._bar.start()
