"""Buffered log lines: one system call for the lines of a tenth of a second."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Iterable, Iterator
from typing import Final

FLUSH_S: Final = 0.1
ATOMIC: Final = 4096
"""Characters of one write: several workers share a pipe, which keeps so many bytes together (PIPE_BUF)."""


class LogLines(logging.Handler):
    """Writes messages to standard error, at most `FLUSH_S` late.

    One write per line takes a twentieth of the time of a cached response. `flush` writes the buffer; logging
    calls it at shutdown, and a process that ends by a signal must call it.
    """

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[str] = []
        self._loop: asyncio.AbstractEventLoop | None = None  # the loop with a scheduled flush

    def emit(self, record: logging.LogRecord) -> None:
        """Buffers a line; without an event loop it is written at once."""
        self._lines.append(self.format(record))
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
        try:
            for text in _writes(lines):
                sys.stderr.write(text)
                sys.stderr.flush()
        except (OSError, ValueError):
            pass


def _writes(lines: Iterable[str]) -> Iterator[str]:
    """The lines in as few texts as possible, none longer than `ATOMIC` unless it is a single line."""
    part, size = list[str](), 0
    for line in lines:
        if part and size + len(line) + 1 > ATOMIC:
            yield "\n".join(part) + "\n"
            part, size = [], 0
        part.append(line)
        size += len(line) + 1
    if part:
        yield "\n".join(part) + "\n"
