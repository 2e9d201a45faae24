"""Errors of source files: what is wrong, and where."""

from __future__ import annotations

from pathlib import Path

from graph.errors import DataInvalid, InvalidInput


def broken(path: Path, line: int, what: str) -> DataInvalid:
    """The error for a line of a file; `what` ends with the remedy."""
    return DataInvalid(f"{path.name}, line {line}: {what}")


def unreadable(path: Path, what: str) -> DataInvalid:
    """The error for a file as a whole; `what` ends with the remedy."""
    return DataInvalid(f"{path.name}: the file {what}")


def empty(path: Path) -> DataInvalid:
    """The error for an empty file, or one that decompresses to nothing."""
    return unreadable(path, "is empty; transfer it again, or remove it")


def cannot_open(path: Path, error: OSError) -> InvalidInput:
    """The error for a file that the system does not let us read."""
    why = error.strerror or error
    return InvalidInput(f"{path}: cannot be read ({why}); check the path and its permissions")
