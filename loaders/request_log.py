"""Reading a request log: rows of a source file against the contract of a request."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from loaders.columns import field_or_itself, fields_of
from loaders.readers import raw_rows
from loaders.readers.broken import broken
from loaders.requests import RequestRow, problems

NEEDED: Final = tuple(name for name, field in RequestRow.model_fields.items() if field.is_required())
"""Columns that a log with a header must have."""
MOST_KNOWN: Final = 10_000


def request_cells(
    path: Path, sheet: str | None = None, encoding: str | None = None
) -> Iterator[tuple[int, dict[str, object]]]:
    """Line and cells by field of each row, unchecked; columns that mean no field are left out.

    `sheet` and `encoding` as of `raw_rows`. Raises as that, and DataInvalid where two columns mean one field.
    """
    known: dict[tuple[str, ...], dict[str, str]] = {}
    rows = raw_rows(path, needed=NEEDED, heading=field_or_itself, sheet=sheet, encoding=encoding)
    for line, cells in rows:
        headings = tuple(cells)
        if headings not in known:
            if len(known) == MOST_KNOWN:
                known.clear()  # rows of JSON may differ in what they name
            known[headings] = fields_of(headings, path.name)
        yield line, {field: cells[heading] for heading, field in known[headings].items()}


def read_requests(path: Path, sheet: str | None = None, encoding: str | None = None) -> Iterator[RequestRow]:
    """The rows of a request log, checked, in the file's order; `sheet` and `encoding` as of `raw_rows`.

    Raises InvalidInput and DataInvalid as `request_cells`, and DataInvalid for the first row that breaks its
    contract; the message names file, line, field, value and remedy.
    """
    for line, cells in request_cells(path, sheet, encoding):
        try:
            row = RequestRow.model_validate(cells)
        except ValidationError as error:
            raise broken(path, line, " | ".join(map(str, problems(error)))) from None
        yield row
