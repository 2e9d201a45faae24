"""Bytes as text: which encoding it is, and where it is broken."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Final

from loaders.readers.broken import broken, empty
from loaders.readers.fault import ZERO_BYTE, Fault

ENCODINGS: Final = ("utf-8", "cp1252")
"""Encodings that a caller can name. A file with a byte order mark (UTF-8, UTF-16) needs none."""
BYTE_ORDER_MARKS: Final = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
MAX_ROW: Final = 1 << 20
"""Maximum number of characters of a row, in any format of text."""
TOO_LONG: Final = Fault(f"the row is longer than {MAX_ROW:,} characters", "shorten it, or close its quotes")
END_OF_FILE: Final = re.compile("\x1a[\x1a\r\n]{0,127}\\Z")
"""Ctrl-Z, which programs of the DOS time put behind the last line, up to a block of 128."""


def line_ends(text: str, start: int = 0, end: int | None = None) -> int:
    """How many lines end in the text: by LF, CR LF or CR."""
    counts = (text.count(mark, start, end) for mark in ("\n", "\r", "\r\n"))
    return next(counts) + next(counts) - next(counts)


def pieces(path: Path, blocks: Iterable[bytes], encoding: str | None = None) -> Iterator[str]:
    """The text in pieces, none empty, without its byte order mark and end-of-file character.

    CR LF is never split. `encoding` is one of ENCODINGS; None is that of the mark, or UTF-8 without one.
    A byte that is invalid in the encoding, or zero, becomes a lone surrogate, U+DC00 plus the byte, which
    `fault_in` finds. Raises DataInvalid where the file is empty, and where UTF-16 is broken: what follows
    cannot be read; what comes before is returned.
    """
    blocks = iter(blocks)
    start = next(blocks, b"")
    if not start:
        raise empty(path)
    mark = next((mark for mark in BYTE_ORDER_MARKS if start.startswith(mark)), b"")
    codec = BYTE_ORDER_MARKS.get(mark, encoding or ENCODINGS[0])
    if encoding not in (None, codec):
        raise broken(
            path, 1, f"begins with the byte order mark of {codec}, not {encoding}; leave the encoding out"
        )
    if not mark and b"\0" in start[:2]:
        raise broken(path, 1, "has a zero byte, as UTF-16 without a byte order mark has; save it as UTF-8")
    decoder = codecs.getincrementaldecoder(codec)("surrogateescape" if codec in ENCODINGS else "strict")
    held, line, taken = "", 1, len(mark)
    for block in chain([start[len(mark) :]], blocks, [b""]):
        fault: UnicodeDecodeError | None = None
        try:
            piece = held + decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            fault = error
            piece = held + error.object[: error.start].decode(codec)
        held = _held(piece) if block and not fault else ""
        piece = piece.removesuffix(held) if block else END_OF_FILE.sub("", piece)
        if piece:
            yield piece.replace("\0", ZERO_BYTE)
        line += line_ends(piece)
        if fault:
            # The object of the error begins with what the decoder kept from earlier blocks.
            byte = taken + len(block) - len(fault.object) + fault.start + 1
            known = f"byte {byte:,} (0x{fault.object[fault.start]:02x}) is not {codec}"
            raise broken(path, line, f"{known}; save the file as UTF-8") from None
        taken += len(block)


def _held(piece: str) -> str:
    """The end of a piece that means something else if nothing, or LF, follows."""
    end = END_OF_FILE.search(piece, max(0, len(piece) - 128))
    return end[0] if end else "\r" if piece.endswith("\r") else ""


def lines(pieces: Iterable[str]) -> Iterator[str]:
    """The lines, each with its end. One of more than MAX_ROW characters is cut to one more than these."""
    rest = ""
    for piece in pieces:
        found, rest = io.StringIO(rest + piece, newline=""), ""
        for line in found:
            ended, line = line[-1] in "\r\n", line[: MAX_ROW + 1]
            if ended:
                yield line
            else:
                rest = line
    if rest:
        yield rest


def too_long(path: Path, line: int) -> Exception:
    """The error for a row of more than MAX_ROW characters that begins on a line."""
    return broken(path, line, str(TOO_LONG))
