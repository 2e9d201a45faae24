"""A JSON document that is one array of objects, element by element."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from loaders.readers.broken import broken
from loaders.readers.fault import Fault
from loaders.readers.json_object import InvalidJson, after_white, object_at
from loaders.readers.text import MAX_ROW, line_ends, too_long


def json_array_rows(path: Path, pieces: Iterator[str]) -> Iterator[tuple[int, dict[str, object] | Fault]]:
    """The line on which each element begins, and the element; a Fault where it is not an object.

    Raises DataInvalid where the document is not an array, or an element is not JSON or longer than MAX_ROW:
    nothing shows where the next one begins.
    """
    window = _Window(path, pieces)
    window.expect("[")
    more = window.next() != "]"
    while more:
        yield window.row()
        more = window.next() != "]"
        if more:
            window.expect(",")
    window.expect("]")
    window.expect("")


class _Window:
    """The part of a document that is being read: what was read is dropped when more comes."""

    def __init__(self, path: Path, pieces: Iterator[str]) -> None:
        self._path, self._pieces = path, pieces
        self._text, self._at, self._line = "", 0, 1

    def next(self) -> str:
        """The next character that is not white space, or nothing at the end."""
        while True:
            self._advance(after_white(self._text, self._at))
            if self._at < len(self._text) or not self._more():
                return self._text[self._at : self._at + 1]

    def expect(self, mark: str) -> None:
        """Skips the character, or the end, that must come next."""
        if (found := self.next()) != mark:
            what = f"expected {_shown(mark)}, found {_shown(found)}"
            remedy = "write one array of objects; a file with an object on each line ends in .jsonl"
            raise broken(self._path, self._line, f"{what}; {remedy}")
        self._advance(self._at + len(mark))

    def row(self) -> tuple[int, dict[str, object] | Fault]:
        """Line and content of the element that comes next."""
        self.next()
        while True:
            try:
                row, end = object_at(self._text, self._at)
                # A number may go on in the next piece.
                if end == len(self._text) and isinstance(row, Fault) and self._more():
                    continue
            except InvalidJson as error:
                # The missing part may be in the next piece.
                if len(self._text) - self._at <= MAX_ROW and self._more():
                    continue
                if error.at - self._at <= MAX_ROW:
                    self._advance(error.at)
                    raise broken(self._path, self._line, str(error)) from None
                end = error.at
            if end - self._at > MAX_ROW:
                raise too_long(self._path, self._line)
            line = self._line
            if isinstance(row, Fault):
                row = row.of_row(self._text[self._at : end])
            self._advance(end)
            return line, row

    def _advance(self, at: int) -> None:
        self._line += line_ends(self._text, self._at, at)
        self._at = at

    def _more(self) -> bool:
        piece = next(self._pieces, "")
        if piece:
            self._text, self._at = self._text[self._at :] + piece, 0
        return bool(piece)


def _shown(mark: str) -> str:
    return repr(mark) if mark else "the end"
