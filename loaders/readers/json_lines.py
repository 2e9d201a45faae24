"""JSON Lines: an object on each line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from loaders.readers.broken import broken
from loaders.readers.json_object import NoRow, after_white, object_at


def json_line_rows(path: Path, lines: Iterator[str]) -> Iterator[tuple[int, dict[str, object]]]:
    """The number of each line that is not blank, and its object. Raises DataInvalid for any other line."""
    for number, line in enumerate(lines, start=1):
        start = after_white(line)
        if start == len(line):
            continue
        try:
            row, end = object_at(line, start)
        except NoRow as error:
            raise broken(path, number, f"character {error.at + 1}: {error}") from None
        if after_white(line, end) < len(line):
            raise broken(path, number, "text follows after the object; write one object a line")
        yield number, row
