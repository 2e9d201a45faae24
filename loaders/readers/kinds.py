"""The format of a file, by the end of its name."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from graph.errors import InvalidInput
from loaders.readers.broken import unreadable
from loaders.readers.compressed import COMPRESSIONS, member_name
from loaders.readers.text import ENCODINGS
from loaders.readers.workbook import SUFFIX as WORKBOOK

TEXTS: Final = (".csv", ".tsv", ".jsonl", ".ndjson", ".json")
ARCHIVE: Final = ".zip"
"""A zip file whose name does not give the format inside: the name of its member does."""
KINDS: Final = {text + compression: (text, compression) for compression in COMPRESSIONS for text in TEXTS} | {
    ARCHIVE: (ARCHIVE, ARCHIVE),
    WORKBOOK: (WORKBOOK, ""),  # a zip file already
}
SUFFIXES: Final = tuple(KINDS)
"""Ends of the names of files that can be read; capitals are as good."""

_REMEDIES: Final = {
    (".xls", ".xlsb", ".xlsm", ".xltx", ".ods", ".fods", ".numbers"): "save it as .xlsx or .csv",
    (".txt", ".tab", ".dat", ".psv"): (
        "rename or convert it: .csv where commas, semicolons or pipes separate the cells, .tsv where tabs do"
    ),
    (
        ".gz",
        ".bz2",
        ".xz",
        ".zst",
        ".7z",
        ".rar",
        ".tar",
        ".tgz",
    ): "decompress it, or compress one log as .csv.gz or .zip",
}


def kind_of(path: Path, sheet: str | None = None, encoding: str | None = None) -> tuple[str, str]:
    """Format and compression of a file, by its suffix; it is not opened. Raises InvalidInput."""
    name = path.name.lower()
    suffix = next((each for each in SUFFIXES if name.endswith(each)), None)
    if suffix is None:
        raise InvalidInput(
            f"{path.name}: unknown suffix, known are {', '.join(SUFFIXES)}; {remedy_for(path.name)}"
        )
    if encoding not in (None, *ENCODINGS):
        raise InvalidInput(f"encoding: unknown encoding {encoding!r}; use {' or '.join(ENCODINGS)}")
    kind, compression = KINDS[suffix]
    if kind not in (WORKBOOK, ARCHIVE) and sheet is not None:
        raise InvalidInput(f"{path.name}: sheet: only a workbook ({WORKBOOK}) has sheets; leave --sheet out")
    if kind == WORKBOOK and encoding is not None:
        raise InvalidInput(f"{path.name}: encoding: a workbook has its own; leave --encoding out")
    return kind, compression


def kind_inside(path: Path, sheet: str | None = None, encoding: str | None = None) -> str:
    """The format of the one file inside a zip. Raises DataInvalid if it cannot be read or is not alone."""
    name = member_name(path)
    kind, compression = next((KINDS[each] for each in SUFFIXES if name.lower().endswith(each)), ("", ""))
    if not kind or compression:
        raise unreadable(path, f"holds {name!r}; zip a file that ends in {', '.join((*TEXTS, WORKBOOK))}")
    kind_of(path.with_name(name), sheet, encoding)
    return kind


def remedy_for(name: str) -> str:
    """The remedy for a file with this name, whose suffix is not in SUFFIXES."""
    found = (remedy for suffixes, remedy in _REMEDIES.items() if name.lower().endswith(suffixes))
    return next(found, "rename or convert it")
