"""Rows of source files with their line numbers, in every format."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import orjson

from loaders.readers.broken import broken, cannot_open
from loaders.readers.compressed import Reached, blocks
from loaders.readers.delimited import delimited_rows
from loaders.readers.fault import Fault, fault_in
from loaders.readers.header import Heading, Missing, named_rows, nothing
from loaders.readers.json_array import json_array_rows
from loaders.readers.json_lines import json_line_rows
from loaders.readers.kinds import ARCHIVE, kind_inside, kind_of
from loaders.readers.text import lines, pieces
from loaders.readers.workbook import SUFFIX as WORKBOOK
from loaders.readers.workbook import workbook_rows

RawRow = dict[str, object] | Fault
MAX_FAULTS: Final = 200
"""Rows that cannot be read at the start of a file, after which the file is not of its suffix's format."""


def raw_rows(
    path: Path,
    *,
    missing: Missing = nothing,
    heading: Heading = str,
    sheet: str | None = None,
    choose_sheet: bool = False,
    encoding: str | None = None,
    reached: Reached = lambda _: None,
) -> Iterator[tuple[int, RawRow]]:
    """The line on which a row begins (of a workbook: the sheet's row), and its cells, unchecked.

    A cell of CSV and Excel is text, one of JSON a JSON value; empty cells and nulls are left out,
    and so are blank rows. A cell that cannot be read is a Fault, and so is such a row: the others come.
    `missing` returns the columns that a header lacks, once `heading` has given the field of each.
    The suffix gives the format; in a zip, that of the file inside. Constant memory, except for a workbook.
    `sheet` chooses one of several; with `choose_sheet` it may be left out where only one has a header that
    lacks nothing. `encoding` is one of ENCODINGS; without it a text is UTF-8, or as its byte
    order mark says. `reached` is called with the share of a text that is read; for a workbook it is unknown.
    Raises InvalidInput when the file cannot be opened, its suffix is not in SUFFIXES, or `sheet` or
    `encoding` does not fit it; DataInvalid when its content is not of its suffix's format, or none of its
    rows, or of the first MAX_FAULTS, can be read.
    """
    kind, compression = kind_of(path, sheet, encoding)
    try:
        if kind == ARCHIVE:
            kind = kind_inside(path, sheet, encoding)
        if kind == WORKBOOK:

            def fits(header: list[str]) -> bool:
                return not missing([heading(name.strip()) for name in header])

            table = workbook_rows(path, sheet, compression, fits if choose_sheet else None)
            rows = named_rows(path, table, missing, heading)
        else:
            text = pieces(path, blocks(path, compression, reached), encoding)
            rows = _text_rows(path, kind, text, missing, heading)
        for line, row in _some_readable(path, rows):
            yield line, row if isinstance(row, Fault) else _checked(row)
    except OSError as error:
        raise cannot_open(path, error) from None


def _text_rows(
    path: Path, kind: str, text: Iterator[str], missing: Missing, heading: Heading
) -> Iterator[tuple[int, RawRow]]:
    match kind:
        case ".json":
            yield from json_array_rows(path, text)
        case ".jsonl" | ".ndjson":
            yield from json_line_rows(path, lines(text))
        case _:
            delimiter = "\t" if kind == ".tsv" else None
            yield from named_rows(path, delimited_rows(path, lines(text), delimiter), missing, heading)


def _checked(row: dict[str, object]) -> dict[str, object]:
    try:
        # Quick, and it rejects faults, lone surrogates, and numbers of more than 64 bits.
        if b"#" not in orjson.dumps(row, option=orjson.OPT_PASSTHROUGH_DATACLASS):
            return row
    except TypeError:
        pass
    return {name: fault_in(name) or fault_in(cell) or cell for name, cell in row.items()}


def _some_readable(path: Path, rows: Iterator[tuple[int, RawRow]]) -> Iterator[tuple[int, RawRow]]:
    """The rows, if one of the first can be read. Raises DataInvalid with what is wrong with the first."""
    faults = list[tuple[int, RawRow]]()
    for line, row in rows:
        if not isinstance(row, Fault):
            yield from faults
            yield line, row
            yield from rows
            return
        faults.append((line, row))
        if len(faults) == MAX_FAULTS:
            break
    for line, fault in faults:
        raise broken(path, line, str(fault))
