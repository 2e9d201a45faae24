"""A cell or a row that cannot be read, in a file that can."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace
from typing import Final, Self

SHEET_ERRORS: Final = re.compile(
    r"\s*#(N/A|(DIV/0|NULL|NUM|REF|VALUE|SPILL|CALC|FIELD|BLOCKED|BUSY|CONNECT|EXTERNAL|PYTHON|UNKNOWN)!"
    r"|NAME\?|GETTING_DATA|ERROR!)\s*"
)
"""The text of a cell of Excel, LibreOffice or Google Sheets whose formula has no value."""

ZERO_BYTE: Final = "\udc00"
"""Replaces a zero byte in a text, as surrogates replace bytes that are invalid in its encoding (PEP 383)."""
_HALF: Final = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Fault:
    """Replaces a cell, or a row, that cannot be read. `shown` is the readable part of a cell.

    `digest` is a hash of the text of a row, where that is known: nothing else of it is kept.
    """

    what: str
    remedy: str
    shown: str = ""
    digest: str = field(default="", compare=False)

    def of_row(self, text: str) -> Self:
        """The fault of a row that has this text."""
        digest = hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=12).hexdigest()
        return replace(self, digest=digest)

    def __str__(self) -> str:
        return f"{self.what}; {self.remedy}"


def fault_in(value: object) -> Fault | None:
    """What is wrong with a cell: an error of a sheet, an invalid byte. Lists and maps item by item."""
    if isinstance(value, str):
        return _fault_in_text(value)
    if isinstance(value, Fault):
        return value
    if isinstance(value, list):
        return next(filter(None, map(fault_in, value)), None)
    if isinstance(value, dict):
        return next(filter(None, map(fault_in, [*value, *value.values()])), None)
    return None


def _fault_in_text(text: str) -> Fault | None:
    if "#" in text and SHEET_ERRORS.fullmatch(text):
        return Fault(f"shows {text.strip()}", "fix its formula, or empty the cell", text)
    # Python knows without a search whether a text is ASCII.
    if text.isascii() or not (half := _HALF.search(text)):
        return None
    shown, byte = _HALF.sub("\ufffd", text), ord(half[0]) - 0xDC00
    if half[0] == ZERO_BYTE:
        return Fault("has a zero byte, or half a character", "remove it from the file", shown)
    if 0x80 <= byte <= 0xFF:
        what = f"has the byte 0x{byte:02x}, which is not text in the encoding of the file"
        return Fault(what, "save the file as UTF-8, or give its encoding", shown)
    return Fault("a \\u escape is half a character", "write both halves, or the character", shown)
