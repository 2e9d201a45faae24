"""CSV and its relatives: cells parted by comma, semicolon, tab or pipe."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Final

from loaders.readers.broken import broken
from loaders.readers.text import MOST_ROW, too_long

DELIMITERS: Final = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
QUOTED: Final = re.compile(r'"(?:[^"]|"")*"')
JSON_START: Final = re.compile(r'\s*(\[\s*)?{\s*"')


def delimited_rows(
    path: Path, lines: Iterator[str], delimiter: str | None = None
) -> Iterator[tuple[int, list[str]]]:
    """The line on which a row begins, and its cells as they stand, for every row that is not blank.

    The header, which is the first row, decides the delimiter where none is given. Nothing is evaluated: a
    cell that begins with `=` is text. Raises DataInvalid where the text is no CSV (RFC 4180, with any of
    DELIMITERS and any line end), a cell is longer than the csv module's limit or a row than MOST_ROW.
    """
    fed = _Fed(path, lines)
    head = list(_head(fed))
    header = "".join(head)
    if JSON_START.match(header):
        raise broken(path, 1, "looks like JSON; name the file .jsonl (an object a line) or .json (an array)")
    delimiter = delimiter or _delimiter(path, header, len(head))
    reader = csv.reader(chain(head, fed), delimiter=delimiter, strict=True)
    while True:
        line, fed.size = reader.line_num + 1, 0
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise broken(
                path, line, f"is not CSV ({error}); close each quote, double those inside a quoted cell"
            ) from None
        if cells is None:
            return
        if any(cell and not cell.isspace() for cell in cells):
            yield line, cells


class _Fed:
    """Lines on their way to csv.reader, which sets no limit to the lines that one row may take."""

    def __init__(self, path: Path, lines: Iterator[str]) -> None:
        self.size = 0
        self._path, self._lines, self._line, self._first = path, lines, 0, 1

    def __iter__(self) -> _Fed:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._line += 1
        self._first = self._first if self.size else self._line
        self.size += len(line)
        if self.size > MOST_ROW:
            raise too_long(self._path, self._first)
        return line


def _head(lines: Iterator[str]) -> Iterator[str]:
    """Lines up to the end of the header: the first that is not blank, and those its quotes reach over."""
    begun, within = False, 0
    for line in lines:
        yield line
        begun = begun or not line.isspace()
        within = (within + line.count('"')) % 2
        if begun and not within:
            return


def _delimiter(path: Path, header: str, line: int) -> str:
    bare = QUOTED.sub("", header)
    found = [name for mark, name in DELIMITERS.items() if mark in bare]
    if len(found) > 1:
        raise broken(
            path,
            line,
            f"the header holds {' and '.join(found)}, so what parts the columns is open; quote the names "
            "that hold one, or take it out of them",
        )
    return next((mark for mark, name in DELIMITERS.items() if name in found), ",")
