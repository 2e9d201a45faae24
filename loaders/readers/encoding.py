"""The encoding of a text that does not say which it has."""

from __future__ import annotations

import codecs
import re
from itertools import chain
from pathlib import Path
from typing import Final

from graph.errors import GraphError
from loaders.readers.compressed import blocks
from loaders.readers.kinds import ARCHIVE, kind_inside, kind_of
from loaders.readers.text import BYTE_ORDER_MARKS
from loaders.readers.workbook import SUFFIX as WORKBOOK

CP1252: Final = "cp1252"
_INVALID: Final = re.compile("[\udc80-\udcff]")
_UNDEFINED: Final = re.compile("[\udc81\udc8d\udc8f\udc90\udc9d]")
"""Bytes that are no character of Windows' code page either."""


def guessed_encoding(path: Path) -> str | None:
    """CP1252 where a text is that and not UTF-8; None for UTF-8, a byte order mark, and what is not text.

    It is where more bytes are invalid in UTF-8 than characters beyond ASCII are valid, and all are characters
    of the code page: in a text of UTF-8 with a damaged byte the others outnumber it. Reads the whole file.
    """
    try:
        kind, compression = kind_of(path)
        if kind == ARCHIVE:
            kind = kind_inside(path)
        return None if kind == WORKBOOK else _guessed(path, compression)
    except (GraphError, OSError):
        return None  # who reads the file says what is wrong with it


def _guessed(path: Path, compression: str) -> str | None:
    content = blocks(path, compression)
    start = next(content, b"")
    if start.startswith(tuple(BYTE_ORDER_MARKS)):
        return None
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    invalid = valid = 0
    for block in chain([start], content, [b""]):
        text = decoder.decode(block, final=not block)
        if text.isascii():
            continue
        if _UNDEFINED.search(text):
            return None
        beyond = len(text) - len(text.encode("ascii", "ignore"))
        found = len(_INVALID.findall(text))
        invalid, valid = invalid + found, valid + beyond - found
    return CP1252 if invalid > valid else None
