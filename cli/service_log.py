"""The log of a process: of a service lines of JSON alone, of a command its errors as plain lines."""

from __future__ import annotations

import logging
import sys
import threading
from datetime import UTC, datetime
from types import TracebackType
from typing import Final

import orjson

from cli.log_lines import LogLines
from graph.activity import ACTIVITY

JSON_LOGS: Final = ("learning_sites.access", "learning_sites.audit")
"""Logs whose messages are lines of JSON already."""
OUTPUT: Final = logging.getLogger("learning_sites.output")
"""What a command would print for a person."""
UNCAUGHT: Final = logging.getLogger("learning_sites.uncaught")
SHARED: Final = ("id", "operation", "cost", "run")
"""Facts of the request or run that a line is about."""


class JsonLine(logging.Formatter):
    """A record as JSON: time, level, log, message, the facts of its request or run, and those of its call.

    `extra={"facts": {…}}` adds facts. An exception is `error`, its class, and `traceback`.
    """

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        if record.name in JSON_LOGS:
            return record.getMessage()
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC),
            "level": record.levelname,
            "log": record.name,
            "message": record.getMessage(),
        }
        current = ACTIVITY.get() or {}
        line |= {name: current[name] for name in SHARED if name in current}
        line |= getattr(record, "facts", {})
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["traceback"] = self.formatException(record.exc_info)
        return orjson.dumps(line, default=str).decode()


def log_errors() -> None:
    """Logs errors of any command, one line each; no warnings, for a Neo4j that has just started is slow."""
    logging.basicConfig(level=logging.ERROR, format="%(levelname)s %(name)s: %(message)s")


def log_service() -> None:
    """From here on this process writes lines of JSON alone: requests, warnings, errors, what nobody caught.

    No line names its thread, process, task or file, so these are not collected (the optimizations in the
    documentation of `logging`).
    """
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    logging._srcfile = None
    lines = LogLines()
    lines.setFormatter(JsonLine())
    root = logging.getLogger()
    root.handlers[:] = [lines]
    root.setLevel(logging.WARNING)
    for name in (*JSON_LOGS, OUTPUT.name):
        logging.getLogger(name).setLevel(logging.INFO)
    logging.captureWarnings(True)
    sys.excepthook = _uncaught
    threading.excepthook = lambda hook: _uncaught(hook.exc_type, hook.exc_value, hook.exc_traceback)
    sys.unraisablehook = lambda hook: _uncaught(hook.exc_type, hook.exc_value, hook.exc_traceback)


def flush_log() -> None:
    """Writes what is buffered: for a process that a signal is about to end."""
    for handler in logging.getLogger().handlers:
        handler.flush()


def _uncaught(
    kind: type[BaseException], error: BaseException | None, traceback: TracebackType | None
) -> None:
    if not issubclass(kind, KeyboardInterrupt | SystemExit):
        UNCAUGHT.critical("%s: %s", kind.__name__, error, exc_info=(kind, error or kind(), traceback))
