"""What is wrong with a source file, and where."""

from __future__ import annotations

from pathlib import Path

from graph.errors import DataInvalid


def broken(path: Path, line: int, what: str) -> DataInvalid:
    """The error for a line of a file; `what` ends with the remedy."""
    return DataInvalid(f"{path.name}, line {line}: {what}")


def unreadable(path: Path, what: str) -> DataInvalid:
    """The error for a file as a whole; `what` ends with the remedy."""
    return DataInvalid(f"{path.name}: the file {what}")


def empty(path: Path) -> DataInvalid:
    """The error for a file without a byte, or that unpacks to none."""
    return unreadable(path, "is empty; was its transfer cut off? Send it again, or remove it")
