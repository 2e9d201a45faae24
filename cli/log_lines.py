"""Log lines, written together: one system call for all that came in one turn of the event loop."""

from __future__ import annotations

import asyncio
import logging
import sys


class LogLines(logging.Handler):
    """Writes messages as they are to standard error; under load that is most of what a line costs."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Puts a line by, until the loop's next turn; without a loop it is written at once."""
        self._lines.append(record.getMessage())
        if len(self._lines) > 1:
            return
        try:
            asyncio.get_running_loop().call_soon(self.flush)
        except RuntimeError:
            self.flush()

    def flush(self) -> None:
        """Writes what was put by. A closed or full pipe loses lines, and never a request."""
        lines, self._lines = self._lines, []
        if not lines:
            return
        try:
            sys.stderr.write("\n".join(lines) + "\n")
            sys.stderr.flush()
        except (OSError, ValueError):
            pass
