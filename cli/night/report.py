"""The report of a night for programs: a JSON file that is replaced at once, never half-written."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import orjson

from graph.embedded.disk import write_atomically
from graph.errors import HomeUnusable, InvalidInput, NoSpace


def checked_path(path: Path | None) -> Path | None:
    """The path, if a report can be put there. Raises InvalidInput."""
    if path is not None:
        if path.is_dir():
            raise InvalidInput(f"--report: {path} is a folder; name a file.")
        if not os.access(path.absolute().parent, os.W_OK):
            raise InvalidInput(
                f"--report: {path.parent} is not a folder that this user may write to; name another file."
            )
    return path


def write_report(path: Path, facts: dict[str, Any]) -> None:
    """Replaces the file, or leaves the one of the night before. Raises HomeUnusable."""
    content = orjson.dumps(facts, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    try:
        write_atomically(path, content.decode(), 0o600)
    except (OSError, NoSpace) as error:
        reason = error.strerror if isinstance(error, OSError) else "its disk is full"
        raise HomeUnusable(f"--report: {path} cannot be written ({reason}); free some disk space.") from error
