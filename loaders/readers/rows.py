"""The door to source files: rows with their line numbers, whatever the format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from graph.errors import InvalidInput
from loaders.readers.delimited import delimited_rows
from loaders.readers.header import Missing, named_rows, nothing
from loaders.readers.json_array import json_array_rows
from loaders.readers.json_lines import json_line_rows
from loaders.readers.packed import PACKINGS, Reached, blocks
from loaders.readers.text import ENCODINGS, lines, pieces
from loaders.readers.workbook import SUFFIX as WORKBOOK
from loaders.readers.workbook import workbook_rows

TEXTS: Final = (".csv", ".tsv", ".jsonl", ".ndjson", ".json")
KINDS: Final = {text + packing: (text, packing) for packing in PACKINGS for text in TEXTS} | {
    WORKBOOK: (WORKBOOK, "")  # a zip file already
}
SUFFIXES: Final = tuple(KINDS)
"""Ends of the names of files that can be read; capitals are as good."""


def raw_rows(
    path: Path,
    *,
    missing: Missing = nothing,
    heading: Callable[[str], str] = str,
    sheet: str | None = None,
    encoding: str | None = None,
    reached: Reached = lambda _: None,
) -> Iterator[tuple[int, dict[str, object]]]:
    """The line on which a row begins (of a workbook: the sheet's row), and its cells, unchecked.

    A cell of CSV and Excel is text, one of JSON what JSON makes of it; empty cells and nulls are left out,
    and so are blank rows. `missing` tells what a header with such columns lacks, once `heading` has
    renamed them. The suffix alone says what a file is. Constant memory, a workbook excepted.
    `encoding` is one of ENCODINGS; without it a text is UTF-8, or what its byte order mark says. `reached`
    hears how far a text is read; of a workbook that is not known.
    Raises InvalidInput when the file cannot be opened, its suffix is none of SUFFIXES, or `sheet` or
    `encoding` does not fit it; DataInvalid when its content is not what the suffix says.
    """
    kind, packing = kind_of(path, sheet, encoding)
    try:
        if kind == WORKBOOK:
            yield from named_rows(path, workbook_rows(path, sheet), missing, heading)
        else:
            text = pieces(path, blocks(path, packing, reached), encoding)
            yield from _text_rows(path, kind, text, missing, heading)
    except OSError as error:
        why = error.strerror or error
        raise InvalidInput(f"{path}: cannot be read ({why}); check path and rights") from None


def kind_of(path: Path, sheet: str | None, encoding: str | None) -> tuple[str, str]:
    """What a file is by its suffix, and how it is packed; it stays shut. Raises InvalidInput."""
    name = path.name.lower()
    suffix = next((each for each in SUFFIXES if name.endswith(each)), None)
    if suffix is None:
        raise InvalidInput(f"{path.name}: a source file ends in {', '.join(SUFFIXES)}; rename or convert it")
    if encoding not in (None, *ENCODINGS):
        raise InvalidInput(f"encoding: {' or '.join(ENCODINGS)} can be read (got {encoding!r})")
    kind, packing = KINDS[suffix]
    if kind != WORKBOOK and sheet is not None:
        raise InvalidInput(f"{path.name}: sheet: only a workbook ({WORKBOOK}) has sheets; leave it out")
    if kind == WORKBOOK and encoding is not None:
        raise InvalidInput(f"{path.name}: encoding: a workbook knows its own; leave it out")
    return kind, packing


def _text_rows(
    path: Path, kind: str, text: Iterator[str], missing: Missing, heading: Callable[[str], str]
) -> Iterator[tuple[int, dict[str, object]]]:
    match kind:
        case ".json":
            yield from json_array_rows(path, text)
        case ".jsonl" | ".ndjson":
            yield from json_line_rows(path, lines(path, text))
        case _:
            delimiter = "\t" if kind == ".tsv" else None
            yield from named_rows(path, delimited_rows(path, lines(path, text), delimiter), missing, heading)
