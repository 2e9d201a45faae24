"""Bytes as text: which encoding it is, and where it is broken."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Final

from loaders.readers.broken import broken

ENCODINGS: Final = ("utf-8", "cp1252")
"""Encodings that a caller can name. A mark at the start of the file (UTF-8, UTF-16) needs no naming."""
BYTE_ORDER_MARKS: Final = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
MOST_ROW: Final = 1 << 20
"""Characters of a row at most, in any format of text."""


def line_ends(text: str, start: int = 0, end: int | None = None) -> int:
    """How many lines end in the text: by LF, CR LF or CR."""
    counts = (text.count(mark, start, end) for mark in ("\n", "\r", "\r\n"))
    return next(counts) + next(counts) - next(counts)


def pieces(path: Path, blocks: Iterable[bytes], encoding: str | None = None) -> Iterator[str]:
    """The text in pieces, none empty, without its byte order mark; CR LF is never torn apart.

    `encoding` is one of ENCODINGS; None takes what the mark says, and UTF-8 where there is none.
    Raises DataInvalid, with line and byte, where a byte does not belong to the encoding; all before comes.
    """
    blocks = iter(blocks)
    start = next(blocks, b"")
    mark = next((mark for mark in BYTE_ORDER_MARKS if start.startswith(mark)), b"")
    codec = BYTE_ORDER_MARKS.get(mark, encoding or ENCODINGS[0])
    if encoding not in (None, codec):
        raise broken(path, 1, f"begins with the mark of {codec}; do not name {encoding} as its encoding")
    decoder = codecs.getincrementaldecoder(codec)()
    held, line, taken = "", 1, len(mark)
    for block in chain([start[len(mark) :]], blocks, [b""]):
        fault: UnicodeDecodeError | None = None
        try:
            piece = held + decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            fault = error
            piece = held + error.object[: error.start].decode(codec)
        held = "\r" if block and not fault and piece.endswith("\r") else ""
        piece = piece.removesuffix(held)
        if "\0" in piece:
            at = line + line_ends(piece, 0, piece.index("\0"))
            raise broken(path, at, "has a zero byte, as UTF-16 without a mark has; save it as UTF-8 text")
        if piece:
            yield piece
        line += line_ends(piece)
        if fault:
            # What the decoder kept of earlier blocks stands at the start of its object.
            byte = taken + len(block) - len(fault.object) + fault.start + 1
            known = f"byte {byte:,} (0x{fault.object[fault.start]:02x}) is no {codec}"
            raise broken(path, line, f"{known}; save the file as UTF-8, or name its encoding") from None
        taken += len(block)


def lines(path: Path, pieces: Iterable[str]) -> Iterator[str]:
    """The lines, each with its end. Raises DataInvalid for a line of more than MOST_ROW characters."""
    rest, number = "", 1
    for piece in pieces:
        found, rest = io.StringIO(rest + piece, newline=""), ""
        for line in found:
            if len(line) > MOST_ROW:
                raise too_long(path, number)
            if line[-1] in "\r\n":
                number += 1
                yield line
            else:
                rest = line
    if rest:
        yield rest


def too_long(path: Path, line: int) -> Exception:
    """The error for a row of more than MOST_ROW characters that begins on a line."""
    return broken(
        path, line, f"the row is longer than {MOST_ROW:,} characters; shorten it, or close its quotes"
    )
