"""Buffered log lines: one system call for all lines of a tenth of a second."""

from __future__ import annotations

import asyncio
import logging
import sys
from typing import Final

FLUSH_S: Final = 0.1


class LogLines(logging.Handler):
    """Writes unformatted messages to standard error, at most `FLUSH_S` late.

    One write per line takes a twentieth of the time of a cached response. `flush` writes the buffer; logging
    calls it at shutdown, and a process that ends by a signal must call it.
    """

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[str] = []
        self._loop: asyncio.AbstractEventLoop | None = None  # the loop with a scheduled flush

    def emit(self, record: logging.LogRecord) -> None:
        """Buffers a line; without an event loop it is written at once."""
        self._lines.append(record.getMessage())
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self.flush()
            return
        if loop is not self._loop:
            self._loop = loop
            loop.call_later(FLUSH_S, self.flush)

    def flush(self) -> None:
        """Writes the buffer. A closed or full pipe loses lines, but fails no request."""
        self._loop = None
        lines, self._lines = self._lines, []
        if not lines:
            return
        try:
            sys.stderr.write("\n".join(lines) + "\n")
            sys.stderr.flush()
        except (OSError, ValueError):
            pass
