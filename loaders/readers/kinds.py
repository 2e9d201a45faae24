"""What a file is, by the end of its name."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from graph.errors import InvalidInput
from loaders.readers.broken import unreadable
from loaders.readers.packed import PACKINGS, member_name
from loaders.readers.text import ENCODINGS
from loaders.readers.workbook import SUFFIX as WORKBOOK

TEXTS: Final = (".csv", ".tsv", ".jsonl", ".ndjson", ".json")
ARCHIVE: Final = ".zip"
"""A zip file whose name does not tell what is inside: the name of its member does."""
KINDS: Final = {text + packing: (text, packing) for packing in PACKINGS for text in TEXTS} | {
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
    ): "unpack it, or pack one log as .csv.gz or .zip",
}


def kind_of(path: Path, sheet: str | None = None, encoding: str | None = None) -> tuple[str, str]:
    """What a file is by its suffix, and how it is packed; it stays shut. Raises InvalidInput."""
    name = path.name.lower()
    suffix = next((each for each in SUFFIXES if name.endswith(each)), None)
    if suffix is None:
        raise InvalidInput(
            f"{path.name}: a source file ends in {', '.join(SUFFIXES)}; {remedy_for(path.name)}"
        )
    if encoding not in (None, *ENCODINGS):
        raise InvalidInput(f"encoding: {' or '.join(ENCODINGS)} can be read (got {encoding!r})")
    kind, packing = KINDS[suffix]
    if kind not in (WORKBOOK, ARCHIVE) and sheet is not None:
        raise InvalidInput(f"{path.name}: sheet: only a workbook ({WORKBOOK}) has sheets; leave it out")
    if kind == WORKBOOK and encoding is not None:
        raise InvalidInput(f"{path.name}: encoding: a workbook knows its own; leave it out")
    return kind, packing


def kind_inside(path: Path, sheet: str | None = None, encoding: str | None = None) -> str:
    """What the one file inside a zip is. Raises DataInvalid if it cannot be read or is not alone."""
    name = member_name(path)
    kind, packing = next((KINDS[each] for each in SUFFIXES if name.lower().endswith(each)), ("", ""))
    if not kind or packing:
        raise unreadable(path, f"holds {name!r}; pack a file that ends in {', '.join((*TEXTS, WORKBOOK))}")
    kind_of(path.with_name(name), sheet, encoding)
    return kind


def remedy_for(name: str) -> str:
    """What to do with a file of this name, which ends in none of SUFFIXES."""
    found = (remedy for suffixes, remedy in _REMEDIES.items() if name.lower().endswith(suffixes))
    return next(found, "rename or convert it")
