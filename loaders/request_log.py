"""Reading a request log: rows of a source file against the contract of a request."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from loaders.readers import raw_rows
from loaders.readers.broken import broken
from loaders.requests import RequestRow, problems

NEEDED: Final = tuple(name for name, field in RequestRow.model_fields.items() if field.is_required())
"""Columns that a log with a header must have."""


def read_requests(path: Path, sheet: str | None = None, encoding: str | None = None) -> Iterator[RequestRow]:
    """The rows of a request log, checked, in the file's order; `sheet` and `encoding` as of `raw_rows`.

    Raises InvalidInput and DataInvalid as `raw_rows`, and DataInvalid for the first row that breaks its
    contract; the message names file, line, field, value and remedy.
    """
    for line, cells in raw_rows(path, needed=NEEDED, sheet=sheet, encoding=encoding):
        try:
            row = RequestRow.model_validate(cells)
        except ValidationError as error:
            raise broken(path, line, " | ".join(map(str, problems(error)))) from None
        yield row
