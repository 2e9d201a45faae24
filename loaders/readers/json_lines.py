"""JSON Lines: an object on each line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from loaders.readers.broken import broken
from loaders.readers.fault import Fault, fault_in
from loaders.readers.json_object import InvalidJson, after_white, object_at
from loaders.readers.text import MAX_ROW, TOO_LONG


def json_line_rows(path: Path, lines: Iterator[str]) -> Iterator[tuple[int, dict[str, object] | Fault]]:
    """The number of each line that is not blank, and its object; a Fault where it is something else.

    Raises DataInvalid where the file ends within an object: more rows may have been lost with it.
    """
    for number, line in enumerate(lines, start=1):
        start = after_white(line)
        if start < len(line):
            row = _row(path, number, line, start)
            yield number, (fault_in(line) or row).of_row(line) if isinstance(row, Fault) else row


def _row(path: Path, number: int, line: str, start: int) -> dict[str, object] | Fault:
    if len(line) > MAX_ROW:
        return TOO_LONG
    try:
        row, end = object_at(line, start)
    except InvalidJson as error:
        if _breaks_off(line, error):
            what = "the file ends within an object; transfer it again: it may have been cut off"
            raise broken(path, number, what) from None
        what, _, remedy = str(error).rpartition("; ")
        return Fault(f"character {error.at + 1}: {what}", remedy)
    if not isinstance(row, Fault) and after_white(line, end) < len(line):
        return Fault("text follows after the object", "write one object a line")
    return row


def _breaks_off(line: str, error: InvalidJson) -> bool:
    """True for the last line of a file whose end is missing."""
    ends = line[-1] in "\r\n" or (line.rstrip().endswith("}") and error.at < len(line))
    return line.lstrip().startswith("{") and not ends
