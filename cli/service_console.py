"""Where a service prints what it does: on a terminal for a person, elsewhere into its log."""

from __future__ import annotations

import io
import sys

from rich.console import Console

from cli.service_log import OUTPUT


class LoggedText(io.TextIOBase):
    """A file whose lines are records of the log."""

    def write(self, text: str) -> int:
        """Logs each line of a text."""
        for line in text.splitlines():
            if line.strip():
                OUTPUT.info("%s", line)
        return len(text)


def service_console() -> Console:
    """Where a service prints: on a terminal for a person, elsewhere into the log."""
    if sys.stderr.isatty():
        return Console(stderr=True)
    return Console(file=LoggedText(), width=10_000, no_color=True)  # type: ignore[arg-type] # writes only
