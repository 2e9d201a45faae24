"""CSV and its relatives: cells separated by comma, semicolon, tab or pipe."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from loaders.readers.broken import broken
from loaders.readers.fault import Fault
from loaders.readers.text import MAX_ROW, TOO_LONG

DELIMITERS: Final = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
MAX_HEADER_LINES: Final = 50
"""Maximum number of lines of a header; a quote that is still open after them is part of a name."""

JOINED: Final = Fault("has a quote that joins it with the rows below", "close the quote, or remove it")

# A quote is one only where a cell begins; elsewhere it is a character.
_START: Final = r'(?<![^,;\t|\r\n])"(?:[^"]|"")*+'
QUOTED: Final = re.compile(rf'{_START}"(?![^,;\t|\r\n])')
OPEN: Final = re.compile(rf"{_START}\Z")
JSON_START: Final = re.compile(r'\s*(\[\s*)?{\s*"')
SEP: Final = re.compile(r'"?sep=(.)"?[,;|\s]*', re.IGNORECASE)
"""The line that tells Excel which character separates the cells."""


def delimited_rows(
    path: Path, lines: Iterator[str], delimiter: str | None = None
) -> Iterator[tuple[int, list[str] | Fault]]:
    """The line on which a row begins, and its cells as they are, for every row that is not blank.

    A line `sep=;` or the header, which is the first row, decides the delimiter where none is given. Nothing
    is evaluated: a cell that begins with `=` is text. A row is a Fault where it is not CSV (RFC 4180, with
    any of DELIMITERS and any line end), a cell is longer than the csv module's limit or the row than MAX_ROW.
    Reading goes on behind its first line, so a quote that never closes costs one row. Raises DataInvalid
    where the header does not decide the delimiter.
    """
    source = _Lines(lines)
    header, delimiter = _header(path, source, delimiter)
    if not header:
        return
    yield source.number, header
    all_quoted = _all_quoted(source.record, delimiter)
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    while True:
        source.begin()
        row: Sequence[str] | Fault | None
        try:
            row = next(reader, None)
        except csv.Error as error:
            row = Fault(f"is not CSV ({error})", "close each quote, double those inside a quoted cell")
        except _TooLong:
            row = TOO_LONG
        if row is None:
            return
        if len(source.record) > 1:
            sound = all_quoted and _all_quoted(source.record, delimiter)
            row = JOINED if _joined(row, len(header), delimiter, sound=sound) else row
        if isinstance(row, Fault):
            source.keep_first()
            yield source.number, row.of_row(source.record[0])
        elif any(cell and not cell.isspace() for cell in row):
            yield source.number, row


class _TooLong(Exception):
    """The record has more than MAX_ROW characters."""


class _Lines:
    """The lines for csv.reader, which neither reports where a row begins nor limits its length."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines, self._again = lines, deque[str]()
        self._size = 0
        self.record: list[str] = []
        """The lines of the record that is being read; `number` is that of the first."""
        self.number = 1

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines)
        self.record.append(line)
        self._size += len(line)
        if self._size > MAX_ROW:
            raise _TooLong
        return line

    def begin(self) -> None:
        """The next line is the first of a record."""
        self.number += len(self.record)
        self.record.clear()
        self._size = 0

    def keep_first(self) -> None:
        """The lines of the record are read again, except its first."""
        self._again.extendleft(reversed(self.record[1:]))
        del self.record[1:]


def _header(path: Path, lines: _Lines, delimiter: str | None) -> tuple[list[str], str]:
    """Cells of the header (empty without a header), and the delimiter. Its lines are the record."""
    text = ""
    while not text:
        lines.begin()
        try:
            text = next(lines).strip("\r\n")
        except StopIteration:
            return [], ","
        except _TooLong:
            raise broken(path, lines.number, f"the header: {TOO_LONG}") from None
        if separator := SEP.fullmatch(text):
            text, delimiter = "", _known(path, lines.number, separator[1])
        text = "" if text.isspace() else text
    if JSON_START.match(text):
        what = "looks like JSON; rename the file to .jsonl (an object on each line) or .json (an array)"
        raise broken(path, lines.number, what)
    text = _open_quotes(lines)
    delimiter = delimiter or _delimiter(path, text, lines.number)
    try:
        return next(csv.reader(lines.record, delimiter=delimiter, strict=True)), delimiter
    except csv.Error:
        lines.keep_first()
        [cells] = csv.reader(lines.record, delimiter=delimiter, quoting=csv.QUOTE_NONE)
        return [_bare(cell) for cell in cells], delimiter


def _open_quotes(lines: _Lines) -> str:
    """The header with the lines that its quotes reach over; only its first where a quote does not close."""
    while OPEN.search(QUOTED.sub("", text := "".join(lines.record))):
        try:
            if len(lines.record) == MAX_HEADER_LINES:
                raise _TooLong
            next(lines)
        except (_TooLong, StopIteration):
            lines.keep_first()
            return lines.record[0]
    return text


def _bare(name: str) -> str:
    """A name without the quotes around it."""
    return name[1:-1].replace('""', '"') if len(name) > 1 and name[0] == name[-1] == '"' else name


def _known(path: Path, line: int, mark: str) -> str:
    if mark not in DELIMITERS:
        known = ", ".join(DELIMITERS.values())
        raise broken(path, line, f"unknown separator sep={mark}; separate the cells by one of {known}")
    return mark


def _delimiter(path: Path, header: str, line: int) -> str:
    bare = QUOTED.sub("", header)
    found = [name for mark, name in DELIMITERS.items() if mark in bare]
    if len(found) > 1:
        raise broken(
            path,
            line,
            f"the header contains {' and '.join(found)}, so the separator is ambiguous; quote the names "
            "that contain one, or remove it from them",
        )
    return next((mark for mark, name in DELIMITERS.items() if name in found), ",")


def _all_quoted(record: Sequence[str], delimiter: str) -> bool:
    """Whether every cell of a record is quoted, as programs write a table that quotes all."""
    quoted = r'"(?:[^"]|"")*+"'
    return re.fullmatch(rf"{quoted}(?:{re.escape(delimiter)}{quoted})*\s*", "".join(record)) is not None


def _joined(cells: Sequence[str] | Fault, width: int, delimiter: str, *, sound: bool) -> bool:
    """Whether a stray quote made one row of several lines, so that rows would be lost in a cell.

    A cell may hold several lines; a joined row shows by how many cells each line has by itself. In a table
    that quotes all its cells, a `sound` row is one that does.
    """
    if width == 1 or isinstance(cells, Fault):
        return False
    if len(cells) > width:
        return True
    text = delimiter.join(cell if "\n" in cell or "\r" in cell else "" for cell in cells)
    counts = {line.count(delimiter) + 1 for line in re.split("\r\n|\r|\n", text)}
    return max(counts) >= width if len(cells) < width else counts == {width} and not sound
