"""Log lines, written together: one system call for all that came in a tenth of a second."""

from __future__ import annotations

import asyncio
import logging
import sys
from typing import Final

WAIT_S: Final = 0.1


class LogLines(logging.Handler):
    """Writes messages as they are to standard error, at most `WAIT_S` late.

    To write each by itself costs a small request a tenth of its time. `flush` writes what waits; it is called
    when logging ends, and must be where a process ends by a signal.
    """

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[str] = []
        self._loop: asyncio.AbstractEventLoop | None = None  # the one that will write what waits

    def emit(self, record: logging.LogRecord) -> None:
        """Puts a line by; without a loop it is written at once."""
        self._lines.append(record.getMessage())
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self.flush()
            return
        if loop is not self._loop:
            self._loop = loop
            loop.call_later(WAIT_S, self.flush)

    def flush(self) -> None:
        """Writes what was put by. A closed or full pipe loses lines, and never a request."""
        self._loop = None
        lines, self._lines = self._lines, []
        if not lines:
            return
        try:
            sys.stderr.write("\n".join(lines) + "\n")
            sys.stderr.flush()
        except (OSError, ValueError):
            pass
