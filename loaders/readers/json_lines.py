"""JSON Lines: an object on each line."""

from __future__ import annotations

from collections.abc import Iterator

from loaders.readers.fault import Fault, fault_in
from loaders.readers.json_object import NoRow, after_white, object_at
from loaders.readers.text import MOST_ROW, TOO_LONG


def json_line_rows(lines: Iterator[str]) -> Iterator[tuple[int, dict[str, object] | Fault]]:
    """The number of each line that is not blank, and its object; a Fault where it is another text."""
    for number, line in enumerate(lines, start=1):
        start = after_white(line)
        if start < len(line):
            row = _row(line, start)
            yield number, (fault_in(line) or row) if isinstance(row, Fault) else row


def _row(line: str, start: int) -> dict[str, object] | Fault:
    if len(line) > MOST_ROW:
        return TOO_LONG
    try:
        row, end = object_at(line, start)
    except NoRow as error:
        what, _, remedy = str(error).rpartition("; ")
        return Fault(f"character {error.at + 1}: {what}", remedy)
    if not isinstance(row, Fault) and after_white(line, end) < len(line):
        return Fault("text follows after the object", "write one object a line")
    return row
